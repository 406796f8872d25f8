// Problem: a new user has configurations and nothing else, and a policy wants names of devices, makers and
// hosts. Idea: load the folder with our own files hidden, and collect what is certain (devices, links of
// subnets with two ends) apart from what is a guess (makers, descriptions) and from what nobody can tell
// (segments with three ends, neighbours outside). Linear in the interfaces, but for descriptions: words times
// the logarithm of devices.

#include "study/starter.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "formats/formats.h"
#include "study/sessions.h"

namespace ringfence::study {
namespace {

/// Ends of a segment whose neighbours are remembered (origin: all pairs of more would cost more than hints
/// are worth).
constexpr std::size_t kJoinedMax = 64;

/// The files below a root without those that people write for Ringfence.
class BareFiles final : public base::FileSystem {
 public:
  BareFiles(const base::FileSystem& files, std::string root) : files_(files), root_(std::move(root)) {}

  base::Result<std::string> Read(const std::string& path) const override { return files_.Read(path); }
  base::Result<std::vector<base::FolderEntry>> List(const std::string& path) const override {
    auto entries = files_.List(path);
    if (entries && path == root_)
      std::erase_if(*entries, [](const base::FolderEntry& entry) { return IsOurs(entry.name); });
    return entries;
  }
  bool Exists(const std::string& path) const override {
    return path != base::JoinPath(root_, "ringfence.yaml") && files_.Exists(path);
  }

 private:
  static bool IsOurs(const std::string& name) {
    return name == "ringfence.yaml" || name.starts_with("inventory.");
  }

  const base::FileSystem& files_;
  std::string root_;
};

/// Words of letters, digits, '-', '_' and '.', in lower case.
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char byte : text) {
    const bool upper = byte >= 'A' && byte <= 'Z';
    const bool in_word = upper || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
                         byte == '-' || byte == '_' || byte == '.';
    if (in_word) words.back() += upper ? static_cast<char>(byte - 'A' + 'a') : byte;
    if (!in_word && !words.back().empty()) words.emplace_back();
  }
  return words;
}

class StarterMaker {
 public:
  explicit StarterMaker(Snapshot& snapshot) : snapshot_(snapshot) {}

  Starter Make() {
    for (const ConfigFile& config : snapshot_.configs) Device(config);
    std::ranges::sort(starter_.devices, {}, &StarterDevice::name);
    if (snapshot_.network != nullptr) {
      for (const model::Link& link : snapshot_.network->links()) Link(link);
      for (std::size_t i = 0; i < snapshot_.network->nodes().size(); ++i) Node(model::NodeId(i));
    }
    Outside();
    for (const base::Diagnostic& diagnostic : snapshot_.diagnostics.items()) {
      if (base::InfoOf(diagnostic.kind).severity != base::Severity::kError) continue;
      if (starter_.defects.size() < kStarterListMax)
        starter_.defects.push_back(
            fmt::format("{}: {}", snapshot_.sources.Describe(diagnostic.span), diagnostic.what));
    }
    return std::move(starter_);
  }

 private:
  void Device(const ConfigFile& config) {
    const std::string& file = snapshot_.sources.file(config.file).name();
    const auto format = std::ranges::find(formats::AllFormats(), config.format, &formats::Format::name);
    if (format == formats::AllFormats().end()) return starter_.unread.push_back(file);
    if (!names_.insert(config.device).second) {
      if (std::ranges::count(starter_.doubled, config.device) == 0) starter_.doubled.push_back(config.device);
      return;
    }
    StarterDevice& device = starter_.devices.emplace_back();
    device.name = config.device;
    device.file = file;
    device.system = (*format)->title;
    device.maker_guess = (*format)->maker;
    for (const model::LineFate& line : config.fates.lines) {
      if (line.fate == model::Fate::kUnmodelled || line.fate == model::Fate::kUnknown) ++device.open_lines;
    }
    by_word_.emplace(LowerOf(config.device), config.device);
  }

  static std::string LowerOf(std::string_view name) {
    std::string lower(name);
    for (char& byte : lower) {
      if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
    }
    return lower;
  }

  const model::Device& ModelOf(model::NodeId node) const {
    return snapshot_.network->nodes()[node.index()].config.device;
  }

  std::string EndText(model::Endpoint end) const {
    const model::Device& device = ModelOf(end.node);
    return fmt::format("{}[{}]", device.name, device.interfaces[end.interface.index()].name);
  }

  bool IsLinked(model::Endpoint end) const {
    const model::LinkId link = snapshot_.network->LinkOf(end);
    return link.valid() && snapshot_.network->links()[link.index()].ends.size() > 1;
  }

  void Node(model::NodeId node) {
    const model::Device& device = ModelOf(node);
    const auto found = std::ranges::lower_bound(starter_.devices, device.name, {}, &StarterDevice::name);
    if (found == starter_.devices.end() || found->name != device.name) return;
    found->only_switches = true;
    std::optional<net::Prefix> own;
    for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
      const model::Interface& interface = device.interfaces[i];
      const model::Endpoint end{node, model::InterfaceIndex(i)};
      if (!interface.addresses.empty() || !interface.unnumbered_from.empty()) found->only_switches = false;
      if (!IsLinked(end)) Hint(end, interface);
      if (!interface.admin_up || !interface.vrf.empty() || interface.addresses.empty()) continue;
      const net::HostPrefix& address = interface.addresses.front().address;
      const bool edge = interface.kind != model::InterfaceKind::kLoopback && !IsLinked(end) &&
                        address.subnet().length < (address.address.family == net::Family::kIpv4 ? 31 : 127);
      if (edge && !found->hosts) found->hosts = address.subnet();
      if (!own) own = net::Prefix::Host(address.address);
    }
    if (!found->hosts) found->hosts = own;
  }

  void Hint(model::Endpoint end, const model::Interface& interface) {
    const bool wire =
        interface.kind == model::InterfaceKind::kPhysical || interface.kind == model::InterfaceKind::kLag;
    if (!wire || interface.description.empty() || starter_.hints.size() == kStarterListMax) return;
    std::set<std::string> named;
    for (const std::string& word : WordsOf(interface.description)) {
      const auto device = by_word_.find(word);
      if (device != by_word_.end() && device->second != ModelOf(end.node).name) named.insert(device->second);
    }
    // A link that joins the two already is what the description speaks of.
    if (named.size() == 1 && !joined_.contains({ModelOf(end.node).name, *named.begin()}))
      starter_.hints.push_back({EndText(end), interface.description, *named.begin()});
  }

  void Link(const model::Link& link) {
    if (link.tunnel || link.ends.size() < 2) return;
    for (const model::Endpoint a : std::span(link.ends).first(std::min(link.ends.size(), kJoinedMax))) {
      for (const model::Endpoint b : link.ends) joined_.emplace(ModelOf(a.node).name, ModelOf(b.node).name);
    }
    auto& links = link.ends.size() == 2 ? starter_.links : starter_.shared;
    if (links.size() == kStarterListMax) return;
    StarterLink& made = links.emplace_back();
    for (const model::Endpoint end : link.ends) {
      if (made.ends.size() < kStarterListMax) made.ends.push_back(EndText(end));
    }
    made.subnets = link.subnets;
    made.cabled = link.from_cable;
  }

  void Outside() {
    if (snapshot_.engine == nullptr) return;
    const auto list = Sessions(snapshot_, *ReadFailures(snapshot_, {}), {"", "bgp", false});
    if (!list) return;
    std::set<std::string> seen;
    for (const routing::Adjacency& session : list->sessions) {
      if (session.state != routing::AdjacencyState::kOutside || starter_.outside.size() == kStarterListMax)
        continue;
      const bool first = session.ends[0].node.valid();
      const routing::AdjacencyEnd& here = session.ends[first ? 0 : 1];
      const routing::AdjacencyEnd& there = session.ends[first ? 1 : 0];
      if (!here.node.valid()) continue;
      const std::string text =
          fmt::format("{} to {}", ModelOf(here.node).name,
                      there.address ? net::ToString(*there.address) : "an unknown address");
      if (seen.insert(text).second) starter_.outside.push_back(text);
    }
  }

  Snapshot& snapshot_;
  Starter starter_;
  std::set<std::string> names_;
  std::set<std::pair<std::string, std::string>> joined_;     ///< devices with a link between them
  std::map<std::string, std::string, std::less<>> by_word_;  ///< name in lower case -> name
};

}  // namespace

base::Result<std::unique_ptr<Snapshot>> LoadBare(const base::FileSystem& files, const std::string& root,
                                                 unsigned threads) {
  return LoadSnapshot(BareFiles(files, root), root, threads);
}

Starter MakeStarter(Snapshot& snapshot) { return StarterMaker(snapshot).Make(); }

}  // namespace ringfence::study
