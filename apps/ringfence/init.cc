// `init`: reads a folder of configurations and writes the two files beside it. Nothing is replaced unless
// --force says so.

#include <fmt/format.h>

#include <chrono>
#include <cstring>
#include <filesystem>

#include "base/files.h"
#include "base/parallel.h"
#include "commands.h"
#include "console.h"
#include "progress.h"
#include "report/starter_yaml.h"
#include "study/starter.h"

namespace base = ringfence::base;
namespace report = ringfence::report;
namespace study = ringfence::study;

namespace {

constexpr const char* kPolicyName = "ringfence.yaml";
constexpr const char* kInventoryName = "inventory.yaml";
/// Other forms of the inventory: beside one of them a second would state everything twice.
constexpr const char* kInventoryNames[] = {"inventory.yaml", "inventory.yml", "inventory.json",
                                           "inventory.csv"};

base::Date Today() {
  const std::chrono::year_month_day day{
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
  return {static_cast<std::int16_t>(static_cast<int>(day.year())),
          static_cast<std::uint8_t>(static_cast<unsigned>(day.month())),
          static_cast<std::uint8_t>(static_cast<unsigned>(day.day()))};
}

/// The snapshot that a folder is: itself, or the folder around it when it is the one with configurations.
std::string RootOf(const base::FileSystem& files, std::string folder) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  const bool inside = files.Exists(base::JoinPath(folder, "configs")) ||
                      files.Exists(base::JoinPath(folder, "sonic_configs"));
  const std::filesystem::path path(folder);
  const std::string name = path.filename().string();
  if (inside || (name != "configs" && name != "sonic_configs")) return folder;
  const std::string parent = path.parent_path().string();
  return parent.empty() ? "." : parent;
}

/// Names of files that must not be replaced and are there.
std::string InTheWay(const base::FileSystem& files, const std::string& root, bool force) {
  std::string found;
  for (const char* name : kInventoryNames) {
    // Another form of the inventory stays in the way also with --force: it is not what would be replaced.
    const bool replaced = force && std::strcmp(name, kInventoryName) == 0;
    if (!replaced && files.Exists(base::JoinPath(root, name)))
      found += (found.empty() ? "" : ", ") + std::string(name);
  }
  if (!force && files.Exists(base::JoinPath(root, kPolicyName)))
    found += (found.empty() ? "" : ", ") + std::string(kPolicyName);
  return found;
}

void Tell(const std::string& root, const study::Starter& starter) {
  fmt::print("wrote {} and {}\n", base::JoinPath(root, kPolicyName), base::JoinPath(root, kInventoryName));
  std::size_t guesses = 0;
  for (const study::StarterDevice& device : starter.devices) guesses += device.maker_guess.empty() ? 0 : 1;
  fmt::print("{} devices; the makers of {} are guesses from their systems: confirm them in {}\n",
             starter.devices.size(), guesses, kInventoryName);
  if (!starter.defects.empty())
    fmt::print("{} errors in what was read keep 'check' from an answer; {} lists them\n",
               starter.defects.size(), kInventoryName);
  fmt::print("next: write rules in {}, then: ringfence check {}\n", kPolicyName, root);
}

}  // namespace

int RunInit(const Options& options) {
  const base::RealFiles files;
  const std::string root = RootOf(files, options.snapshot);
  std::optional<base::Date> day = Today();
  if (!options.as_of.empty()) day = base::ParseDate(options.as_of);
  if (!day) return Refuse(fmt::format("--as-of: '{}' is no day YYYY-MM-DD", options.as_of));
  if (!files.Exists(root)) return Refuse(fmt::format("no folder '{}'", root));
  if (!files.Exists(base::JoinPath(root, "configs")) && !files.Exists(base::JoinPath(root, "sonic_configs")))
    return Refuse(
        fmt::format("'{0}' has no folder 'configs'. Put what the devices print into '{0}/configs', one "
                    "file or one folder for each device",
                    root));
  const std::string in_the_way = InTheWay(files, root, options.force);
  if (!in_the_way.empty())
    return Refuse(
        fmt::format("'{}' has {} already{}", root, in_the_way,
                    options.force ? "; take it away first" : "; --force replaces what init writes"));
  auto loaded = [&] {
    const Waiting waiting("reading the configurations");
    return study::LoadBare(files, root, base::ThreadCount(options.threads));
  }();
  if (!loaded) return Refuse(loaded.error().message);
  study::Snapshot& snapshot = **loaded;
  const study::Starter starter = study::MakeStarter(snapshot);
  PrintDiagnosticsOf(snapshot);
  if (starter.devices.empty()) return Refuse(fmt::format("no device in '{}': nothing was written", root));
  for (const auto& [name, text] : {std::pair(kInventoryName, report::StarterInventory(starter)),
                                   std::pair(kPolicyName, report::StarterPolicy(starter, *day))}) {
    if (const auto written = WriteFile(base::JoinPath(root, name), text, options.force); !written)
      return Refuse(written.error().message);
  }
  Tell(root, starter);
  return kExitProved;
}
