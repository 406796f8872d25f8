// `bench generate`: writes the files of a generated network.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "base/files.h"
#include "commands.h"
#include "console.h"
#include "workload/generate.h"

namespace base = ringfence::base;
namespace workload = ringfence::workload;

namespace {

/// Options of all shapes.
void AddCommon(CLI::App* command, Options& options) {
  command->add_option("folder", options.snapshot, "Folder to write; it must not hold a snapshot yet")
      ->required();
  command->add_option(
      "--os", options.system,
      "System whose words are written: " + fmt::format("{}", fmt::join(workload::Systems(), ", ")));
  command->add_option("--seed", options.seed, "Another network of the kind, other flows")
      ->capture_default_str();
  command->add_option("--flows", options.flows, "Flows of the policy")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command->add_option("--failures", options.failures, "Failures at a time the policy asks for")
      ->check(CLI::Range(0, 3));
  command->add_option("--of", options.of, "Kinds that may fail: link, node (both when none is named)")
      ->delimiter(',')
      ->check(CLI::IsMember({"link", "node"}));
}

void AddFatTree(CLI::App* generate, Options& options) {
  CLI::App* command =
      generate->add_subcommand("fattree", "A data-centre fabric: k pods, 5k^2/4 switches, k^3/2 cables");
  AddCommon(command, options);
  command->add_option("--k", options.k, "Pods, an even number")->required();
  command->add_option("--style", options.style, "bgp (each switch an AS) or ospf (one area)")
      ->check(CLI::IsMember({"bgp", "ospf"}));
  command->footer("Example: ringfence bench generate fattree --k 20 /tmp/fabric");
}

void AddWan(CLI::App* generate, Options& options) {
  CLI::App* command =
      generate->add_subcommand("wan", "A wide-area network on a random planar graph or a given one");
  AddCommon(command, options);
  auto* nodes =
      command->add_option("--nodes", options.nodes, "Routers of a random graph")->capture_default_str();
  auto* graph = command->add_option(
      "--graph", options.graph, "GML or GraphML file (Internet Topology Zoo): its nodes and edges are taken");
  nodes->excludes(graph);
  command
      ->add_option(
          "--style", options.style,
          "ebgp (each router an AS), ospf-ibgp-rr (one AS with route reflectors and neighbours outside), "
          "isis-l3vpn (a VPN over IS-IS and LDP)")
      ->check(CLI::IsMember({"ebgp", "ospf-ibgp-rr", "isis-l3vpn"}));
  command
      ->add_option("--announcements", options.announcements,
                   "Prefixes that each neighbour outside announces (ospf-ibgp-rr)")
      ->check(CLI::Range(1U, workload::kAnnouncementsMax))
      ->capture_default_str();
  command->add_flag("--random-policies", options.random_policies,
                    "Sessions to other ASes have random route policies");
  command->footer(
      "Example: ringfence bench generate wan --nodes 1000 --style ospf-ibgp-rr --flows 100 /tmp/wan");
}

bool ReadRequest(const Options& options, workload::Request& request) {
  request.shape = options.shape;
  request.style = options.style;
  request.system = options.system;
  request.k = options.k;
  request.nodes = options.nodes;
  request.seed = options.seed;
  request.random_policies = options.random_policies;
  request.announcements = options.announcements;
  request.questions.flows = options.flows;
  request.questions.failures = options.failures < 0 ? 0 : static_cast<std::uint32_t>(options.failures);
  if (!options.of.empty()) request.questions.kinds = options.of;
  request.questions.deliver = options.shape == "fattree";
  if (options.graph.empty()) return true;
  const auto text = base::RealFiles().Read(options.graph);
  if (!text) return Refuse(text.error().message) == kExitProved;
  request.graph = *text;
  return true;
}

}  // namespace

void AddBench(CLI::App& app, Options& options) {
  CLI::App* bench = app.add_subcommand("bench", "Workloads to measure with");
  bench->require_subcommand(1);
  CLI::App* generate = bench->add_subcommand(
      "generate", "Writes the snapshot of a large network: configurations, cables, inventory, policy");
  generate->require_subcommand(1);
  AddFatTree(generate, options);
  AddWan(generate, options);
  for (CLI::App* shape : generate->get_subcommands([](const CLI::App*) { return true; }))
    shape->callback([shape, &options] { options.shape = shape->get_name(); });
}

int RunBench(const Options& options) {
  workload::Request request;
  if (!ReadRequest(options, request)) return kExitInput;
  const std::filesystem::path folder(options.snapshot);
  std::error_code error;
  if (std::filesystem::exists(folder / "configs", error)) {
    return Refuse(fmt::format("'{}' holds a snapshot already", options.snapshot));
  }
  const auto made =
      workload::Generate(request, [&folder, &error](const std::string& path, const std::string& text) {
        const std::filesystem::path file = folder / path;
        std::filesystem::create_directories(file.parent_path(), error);
        return WriteFile(file.string(), text, true);
      });
  if (!made) return Refuse(made.error().message);
  fmt::print("{} configurations in {}\n", *made, options.snapshot);
  return kExitProved;
}
