// `ip vpn-instance V` with its families. Old text has the statements of IPv4 without a family.
#include <algorithm>
#include <array>

#include "formats/community_text.h"
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

VrpVpnInstance& Open(Reader& reader) { return reader.config.vpn_instances[reader.open_vpn]; }

Verdict ReadDistinguisher(Reader& reader, const Line& line) {
  VrpVpnInstance& vpn = Open(reader);
  const std::string text(line.undo() ? std::string_view() : line.at(1));
  if (reader.open_vpn_family == net::Family::kIpv6) {
    vpn.distinguisher6 = text;
    vpn.distinguisher6_span = line.span();
  } else {
    vpn.distinguisher4 = text;
  }
  return Modelled();
}

/// The targets that stand first.
std::vector<model::CommunityText> TargetsIn(const Line& line) {
  std::vector<model::CommunityText> targets;
  while (const auto target = RouteTarget(line.at(targets.size() + 1))) targets.push_back(*target);
  return targets;
}

}  // namespace

bool ChangeTargets(const Line& line, const std::vector<model::CommunityText>& targets,
                   std::string_view direction, std::vector<model::CommunityText>& imports,
                   std::vector<model::CommunityText>& exports) {
  const bool both = direction == "both";
  const bool in = both || direction == "import-extcommunity";
  const bool out = both || direction == "export-extcommunity";
  const auto change = [&](std::vector<model::CommunityText>& list) {
    for (const model::CommunityText& target : targets) {
      std::erase(list, target);
      if (!line.undo()) list.push_back(target);
    }
  };
  if (in) change(imports);
  if (out) change(exports);
  return in || out;
}

bool TakeTargets(const Line& line, std::vector<model::CommunityText>& imports,
                 std::vector<model::CommunityText>& exports) {
  if (line.undo() && line.at(1) == "all" && line.size() == 2) return imports.clear(), exports.clear(), true;
  const std::vector<model::CommunityText> targets = TargetsIn(line);
  const std::string_view direction = line.at(targets.size() + 1);
  return !targets.empty() && line.size() <= targets.size() + 2 &&
         ChangeTargets(line, targets, direction.empty() ? "both" : direction, imports, exports);
}

namespace {

/// `vpn-target A B ... [both|export-extcommunity|import-extcommunity]`.
Verdict ReadTargets(Reader& reader, const Line& line) {
  VrpVpnInstance& vpn = Open(reader);
  const bool v6 = reader.open_vpn_family == net::Family::kIpv6;
  const std::vector<model::CommunityText> targets = TargetsIn(line);
  const std::size_t word = targets.size() + 1;
  if (line.at(word + 1) == "evpn" && line.size() == word + 2)
    return ReadEvpnTargets(reader, line, targets, line.at(word));
  const bool known = TakeTargets(line, v6 ? vpn.imports6 : vpn.imports4, v6 ? vpn.exports6 : vpn.exports4);
  return known ? Modelled() : reader.Invalid(line, word, "not a route target", kRouting);
}

/// `import route-policy R`, `export route-policy R`.
Verdict ReadPolicyUse(Reader& reader, const Line& line) {
  VrpVpnInstance& vpn = Open(reader);
  const bool in = line.at(0) == "import", v6 = reader.open_vpn_family == net::Family::kIpv6;
  if (line.at(1) != "route-policy") return Unmodelled(kRouting, "policy of a VPN instance");
  if (line.at(3) == "evpn") return Unmodelled(kPaths, "EVPN");
  if (line.size() > 3) return Unmodelled(kRouting, "policy of a VPN instance");
  NameUse& use =
      in ? (v6 ? vpn.import_policy6 : vpn.import_policy4) : (v6 ? vpn.export_policy6 : vpn.export_policy4);
  use = line.undo() ? NameUse{} : NameUse{std::string(line.at(2)), line.span()};
  return Modelled();
}

/// `apply-label per-instance`, `apply-label per-route`.
Verdict ReadLabels(Reader& reader, const Line& line) {
  VrpVpnInstance& vpn = Open(reader);
  const bool per_instance = line.at(1) == "per-instance";
  if (line.size() != 2 || (!per_instance && line.at(1) != "per-route"))
    return KnownForm(View::kVpnFamily, line);
  const bool v6 = reader.open_vpn_family == net::Family::kIpv6;
  (v6 ? vpn.label_per_instance6 : vpn.label_per_instance4) = per_instance && !line.undo();
  vpn.label_span = line.span();
  return Modelled();
}

Verdict ReadFamilyLine(Reader& reader, const Line& line, View view) {
  const std::string_view word = line.at(0);
  if (word == "route-distinguisher") return ReadDistinguisher(reader, line);
  if (word == "vpn-target") return ReadTargets(reader, line);
  if (word == "import" || word == "export") return ReadPolicyUse(reader, line);
  if (word == "evpn") return ReadEvpnRouting(reader, line);
  if (word == "tnl-policy") return ReadTunnelPolicyUse(reader, line);
  if (word == "apply-label") return ReadLabels(reader, line);
  return KnownForm(view, line);
}

}  // namespace

Verdict OpenVpnInstance(Reader& reader, const Line& line) {
  if (line.at(2).empty() || line.size() > 3) return KnownForm(View::kSystem, line);
  auto& instances = reader.config.vpn_instances;
  const auto found = std::ranges::find(instances, line.at(2), &VrpVpnInstance::name);
  reader.open_vpn = static_cast<std::size_t>(found - instances.begin());
  if (line.undo()) {
    if (found != instances.end()) instances.erase(found);
    return Modelled(View::kInherit);
  }
  if (found == instances.end()) {
    instances.push_back({});
    instances.back().name = std::string(line.at(2));
    instances.back().span = line.span();
  }
  reader.open_vpn_family = net::Family::kIpv4;
  return Modelled(View::kVpnInstance);
}

Verdict ReadVpnInstance(Reader& reader, const Line& line) {
  VrpVpnInstance& vpn = Open(reader);
  const std::string_view word = line.at(0);
  if (word == "ipv4-family" || word == "ipv6-family") {
    const bool v6 = word == "ipv6-family";
    (v6 ? vpn.ipv6 : vpn.ipv4) = !line.undo();
    if (line.size() > 1) return Unknown();
    if (line.undo()) {
      (v6 ? vpn.imports6 : vpn.imports4).clear();
      (v6 ? vpn.exports6 : vpn.exports4).clear();
      (v6 ? vpn.distinguisher6 : vpn.distinguisher4).clear();
      (v6 ? vpn.import_policy6 : vpn.import_policy4) = {};
      (v6 ? vpn.export_policy6 : vpn.export_policy4) = {};
      (v6 ? vpn.tunnel_policy6 : vpn.tunnel_policy4) = {};
      (v6 ? vpn.label_per_instance6 : vpn.label_per_instance4) = false;
      (v6 ? vpn.evpn6 : vpn.evpn4) = {};
      return Modelled(View::kInherit);
    }
    reader.open_vpn_family = v6 ? net::Family::kIpv6 : net::Family::kIpv4;
    return Modelled(View::kVpnFamily);
  }
  if (word == "router-id") {
    vpn.router_id = line.undo() ? std::nullopt : net::ParseIpv4(line.at(1));
    return line.undo() || vpn.router_id ? Modelled()
                                        : reader.Invalid(line, 1, "not a router id", Impact::kRouting4);
  }
  reader.open_vpn_family = net::Family::kIpv4;
  if (word == "vxlan") return ReadVpnVni(reader, line);
  if (word == "route-distinguisher" || word == "vpn-target") vpn.ipv4 = true;
  return ReadFamilyLine(reader, line, View::kVpnInstance);
}

Verdict ReadVpnFamily(Reader& reader, const Line& line) {
  return ReadFamilyLine(reader, line, View::kVpnFamily);
}

}  // namespace ringfence::formats::huawei_vrp
