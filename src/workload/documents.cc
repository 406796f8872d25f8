#include "workload/documents.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "base/json_writer.h"
#include "workload/configure.h"

namespace ringfence::workload {
namespace {

constexpr std::string_view kPolicyHead = R"(ringfence: 1
as-of: 2026-07-01
parties:
  State: {kind: state}
  Carrier: {kind: operator, state: State}
  Wanted: {kind: maker}
  Unwanted: {kind: maker}
lists:
  covered:
    by: State
    names: [Unwanted]
    from: 2020-01-01
    because: generated
sets:
  untrusted: {parties: {listed-on: covered}}
information:
  traffic: {owner: State, marking: OFFICIAL, releasable-to: [State]}
flows:
)";

void WriteEnd(std::string_view key, const std::string& name, const std::string& port, base::JsonWriter& out) {
  out.Key(key).BeginObject().Field("hostname", std::string_view(name));
  out.Field("interfaceName", std::string_view(port)).EndObject();
}

void AddRule(std::string_view name, std::string_view what, std::uint32_t failures, const Questions& questions,
             std::string& out) {
  out += fmt::format(
      "  {}:\n    party: State\n    because: generated\n{}    under: {{failures: {}, of: [{}]}}\n"
      "    from: 2020-08-01\n",
      name, what, failures, fmt::join(questions.kinds, ", "));
}

}  // namespace

std::string CablesText(const Blueprint& network, const formats::Format& system) {
  base::JsonWriter out(base::JsonWriter::Style::kLine);
  out.BeginObject().Key("edges").BeginArray();
  for (std::size_t r = 0; r < network.routers.size(); ++r) {
    const Router& router = network.routers[r];
    for (std::size_t i = 0; i < router.ports.size(); ++i) {
      const Port& port = router.ports[i];
      if (port.neighbor < r) continue;
      out.BeginObject();
      WriteEnd("node1", router.name, PortName(system, i), out);
      WriteEnd("node2", network.routers[port.neighbor].name, PortName(system, port.neighbor_port), out);
      out.EndObject();
    }
  }
  out.EndArray().EndObject();
  return out.Take() + "\n";
}

std::string InventoryText(const Blueprint& network) {
  std::string out = "inventory: 1\nelements:\n";
  for (const Router& router : network.routers) {
    out += fmt::format("  {}: {{kind: router, maker: {}, owner: Carrier, operator: Carrier}}\n", router.name,
                       router.unwanted ? "Unwanted" : "Wanted");
  }
  return out;
}

std::string PolicyText(const Blueprint& network, const Questions& questions, Dice& dice) {
  std::vector<const Router*> ends;
  for (const Router& router : network.routers) {
    if (router.hosts && !router.outside && !router.unwanted) ends.push_back(&router);
  }
  std::string out(kPolicyHead), ids;
  for (std::uint32_t i = 0; i < questions.flows; ++i) {
    const auto [a, b] = dice.TwoOf(ends);
    out += fmt::format("  F{}: {{carries: traffic, between: [{}, {}], hosts: [{}, {}], parties: [State]}}\n",
                       i, a->name, b->name, net::ToString(HostOf(*a)), net::ToString(HostOf(*b)));
    ids += fmt::format("{}F{}", i == 0 ? "" : ", ", i);
  }
  out += "rules:\n";
  AddRule("AWAY", fmt::format("    confine: [{}]\n    away-from: untrusted\n    levels: [read]\n", ids),
          questions.failures, questions, out);
  if (questions.deliver) AddRule("ARRIVE", fmt::format("    deliver: [{}]\n", ids), 0, questions, out);
  return out;
}

}  // namespace ringfence::workload
