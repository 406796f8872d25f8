// `policy-based-route P permit node N` with what it matches and applies.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

Verdict NotModelled(VrpPolicyNode& node) {
  node.complete = false;
  return Unmodelled(Impact::kForwarding, "policy routing");
}

}  // namespace

Verdict OpenPolicyRouting(Reader& reader, const Line& line) {
  const bool permit = line.at(2) == "permit";
  const auto number = NumberUpTo(line.at(4));
  const bool whole = line.size() == 5 && (permit || line.at(2) == "deny") && line.at(3) == "node" && number;
  if (!whole || line.undo()) return KnownForm(View::kSystem, line);
  std::vector<VrpPolicyNode>& nodes = reader.config.policy_nodes;
  auto found = std::ranges::find_if(
      nodes, [&](const VrpPolicyNode& node) { return node.policy == line.at(1) && node.number == *number; });
  if (found == nodes.end()) {
    nodes.push_back({.policy = std::string(line.at(1)), .number = *number});
    found = nodes.end() - 1;
  }
  found->permit = permit;
  found->span = line.span();
  reader.open_object = static_cast<std::size_t>(found - nodes.begin());
  return Modelled(View::kPolicyNode);
}

Verdict ReadPolicyNode(Reader& reader, const Line& line) {
  VrpPolicyNode& node = reader.config.policy_nodes[reader.open_object];
  if (line.undo()) return NotModelled(node);
  if (line.at(0) == "description") return Irrelevant();
  if (line.at(0) == "if-match" && line.at(1) == "acl") {
    const std::size_t word = line.at(2) == "name" ? 3 : 2;
    const bool known = line.size() == word + 1 && node.acl.name.empty();
    if (!known) return NotModelled(node);
    node.acl = {std::string(line.at(word)), line.span()};
    return Modelled();
  }
  const auto address = net::ParseIpv4(line.at(3));
  const bool hop = line.at(0) == "apply" && line.at(1) == "ip-address" && line.at(2) == "next-hop";
  if (!hop || !address || line.size() > 4 || node.hop) return NotModelled(node);
  node.hop = model::PolicyHop{.next_hop = address, .span = line.span()};
  return Modelled();
}

Verdict ReadPolicyRoutingUse(Reader& reader, const Line& line) {
  NameUse& use = reader.config.interfaces[reader.open_interface].policy_routing;
  use = {};
  if (line.undo()) return Modelled();
  if (line.size() != 3) return KnownForm(View::kInterface, line);
  use = {std::string(line.at(2)), line.span()};
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
