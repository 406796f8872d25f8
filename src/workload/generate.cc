// Problem: benchmarks and tests need large networks whose answers are known, in words of real systems.
// Idea: shapes and protocols fill the configurations that readers make of texts, free of vendors, and the
// printer of any reader with port names writes them. So there is one generator for all systems, and what it
// writes is understood line by line. Each router has dice of its own: its text does not depend on others.
// Cost: one configuration is held at a time.

#include "workload/generate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "formats/formats.h"
#include "workload/fattree.h"
#include "workload/wan.h"

namespace ringfence::workload {
namespace {

constexpr std::string_view kUsualSystem = "cisco_ios";
constexpr std::string_view kIsisSystem = "frr";

/// Independent dice for a use.
Dice DiceFor(const Request& request, std::uint64_t use) {
  return Dice(request.seed * 0x9e3779b97f4a7c15ULL + use);
}
constexpr std::uint64_t kForGraph = 1, kForShape = 2, kForPolicy = 3, kForRouters = 16;

const formats::Format* FindSystem(std::string_view name) {
  const auto all = formats::AllFormats();
  const auto found = std::ranges::find(all, name, &formats::Format::name);
  return found == all.end() || (*found)->port_name == nullptr ? nullptr : *found;
}

/// What can be handed over.
struct Work {
  const formats::Format* system = nullptr;
  Blueprint fabric;
  Wan wan;
  const Blueprint* network = nullptr;
  std::function<routing::DeviceConfig(std::size_t router)> configure;
};

std::optional<std::size_t> StyleOf(const Request& request, std::span<const std::string_view> words) {
  if (request.style.empty()) return 0;
  const auto found = std::ranges::find(words, request.style);
  return found == words.end() ? std::nullopt : std::optional<std::size_t>(found - words.begin());
}

base::Result<bool> PrepareFatTree(const Request& request, Work& work) {
  const auto style = StyleOf(request, kFatTreeStyles);
  if (!style) return base::Fail(fmt::format("'{}' is no style of a fat tree", request.style));
  if (request.k % 2 != 0 || request.k < 2 || request.k > kFatTreeKMax)
    return base::Fail(fmt::format("k must be even, 2 to {}", kFatTreeKMax));
  work.fabric = FatTree(request.k);
  work.network = &work.fabric;
  work.configure = [&work, k = request.k, bgp = *style == 0](std::size_t router) {
    return bgp ? FatTreeBgp(work.fabric, router, k, *work.system)
               : FatTreeOspf(work.fabric, router, k, *work.system);
  };
  return true;
}

base::Result<bool> PrepareWan(const Request& request, Work& work) {
  const auto style = StyleOf(request, kWanStyles);
  if (!style) return base::Fail(fmt::format("'{}' is no style of a wide-area network", request.style));
  Dice dice = DiceFor(request, kForGraph);
  Graph graph;
  if (request.graph.empty()) {
    if (request.nodes < 2 || request.nodes > kNodesMax)
      return base::Fail(fmt::format("nodes must be 2 to {}", kNodesMax));
    graph = RandomGraph(request.nodes, dice);
  } else {
    auto read = ReadGraph(request.graph, dice);
    if (!read) return base::Fail(read.error().message);
    graph = std::move(*read);
  }
  Dice shape = DiceFor(request, kForShape);
  if (request.announcements > kAnnouncementsMax)
    return base::Fail(fmt::format("announcements must be at most {}", kAnnouncementsMax));
  work.wan = MakeWan(graph, static_cast<WanStyle>(*style), shape);
  work.wan.announcements = request.announcements;
  work.network = &work.wan.network;
  work.configure = [&work, &request](std::size_t router) {
    Dice own = DiceFor(request, kForRouters + router);
    return WanDevice(work.wan, router, request.random_policies, *work.system, own);
  };
  return true;
}

base::Result<bool> Prepare(const Request& request, Work& work) {
  const bool isis = request.style == "isis-l3vpn";
  const std::string name =
      request.system.empty() ? std::string(isis ? kIsisSystem : kUsualSystem) : request.system;
  work.system = FindSystem(name);
  if (work.system == nullptr)
    return base::Fail(fmt::format("networks of '{}' cannot be generated; give one of: {}", name,
                                  fmt::join(Systems(), ", ")));
  if (isis && !work.system->prints_isis_vpn)
    return base::Fail(fmt::format("'{}' has no IS-IS with VPNs here", name));
  if (request.shape == "fattree") return PrepareFatTree(request, work);
  if (request.shape == "wan") return PrepareWan(request, work);
  return base::Fail(fmt::format("'{}' is no shape: fattree or wan", request.shape));
}

}  // namespace

std::vector<std::string> Systems() {
  std::vector<std::string> names;
  for (const formats::Format* format : formats::AllFormats()) {
    if (format->port_name != nullptr) names.emplace_back(format->name);
  }
  return names;
}

base::Result<std::size_t> Generate(const Request& request, const Sink& sink) {
  Work work;
  if (const auto prepared = Prepare(request, work); !prepared) return base::Fail(prepared.error().message);
  const Blueprint& network = *work.network;
  const auto wanted = std::ranges::count_if(network.routers, [](const Router& router) {
    return router.hosts.has_value() && !router.outside && !router.unwanted;
  });
  if (wanted < 2) return base::Fail("flows need two routers");
  for (std::size_t router = 0; router < network.routers.size(); ++router) {
    const std::string path = fmt::format("configs/{}.cfg", network.routers[router].name);
    if (const auto written = sink(path, work.system->print(work.configure(router))); !written)
      return base::Fail(written.error().message);
  }
  Dice dice = DiceFor(request, kForPolicy);
  const std::pair<const char*, std::string> documents[] = {
      {"layer1_topology.json", CablesText(network, *work.system)},
      {"inventory.yaml", InventoryText(network)},
      {"ringfence.yaml", PolicyText(network, request.questions, dice)}};
  for (const auto& [path, text] : documents) {
    if (const auto written = sink(path, text); !written) return base::Fail(written.error().message);
  }
  return network.routers.size();
}

}  // namespace ringfence::workload
