// What policies need beside their own lines: access lists as filters, and what this system does where nobody
// told.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

/// Access lists in conditions are written by name or by number.
void RenameAccessLists(const VrpConfig& config, RouteMapEntry& entry) {
  for (RouteMapClause& clause : entry.clauses) {
    for (RouteMapMatch& match : clause.any_of) {
      const bool v4 = match.list == ListKind::kAccess4;
      if (!v4 && match.list != ListKind::kAccess6) continue;
      for (std::string& name : match.value.names)
        name = AclNameOf(config, name, v4 ? net::Family::kIpv4 : net::Family::kIpv6);
    }
  }
}

/// After `goto next-node` a later node decides. What becomes of a route that no later node takes is not
/// told: such a jump is expressed only when some later node takes every route.
void CheckJumps(const VrpConfig& config, PolicyTexts& texts) {
  for (const VrpJump& jump : config.jumps) {
    const auto policy = texts.route_maps.find(jump.policy);
    if (policy == texts.route_maps.end()) continue;
    auto& entries = policy->second.entries;
    const auto node = entries.find(jump.node);
    if (node == entries.end() || !node->second.continues) continue;
    const bool settled = std::any_of(std::next(node), entries.end(), [](const auto& later) {
      return later.second.clauses.empty() && !later.second.continues;
    });
    if (!settled || !node->second.permit) node->second.not_modelled.push_back(jump.span);
  }
}

void AddNoDefault(PolicyTexts& texts, net::Family family) {
  const ListKind kind = family == net::Family::kIpv4 ? ListKind::kPrefix4 : ListKind::kPrefix6;
  const net::Prefix all = net::Prefix::Default(family);
  PrefixListText& list = texts.prefix_lists[ListName(kind, kNoDefaultList)];
  list.lines[10] = {false, all, 0, 0, {}};
  list.lines[20] = {true, all, 0, net::AddressBits(family), {}};
}

/// Does any import of routes need the list without default routes?
bool NeedsNoDefault(const VrpConfig& config, net::Family family) {
  const auto bgp_family = family == net::Family::kIpv4 ? routing::bgp::BgpFamily::kIpv4Unicast
                                                       : routing::bgp::BgpFamily::kIpv6Unicast;
  for (const BgpVrfText& vrf : config.bgp.vrfs) {
    const auto text = vrf.families.find(bgp_family);
    if (text != vrf.families.end() && !text->second.redistributions.empty() &&
        !text->second.default_information) {
      return true;
    }
  }
  for (const VrpIsis& process : config.isis) {
    if (std::ranges::any_of(process.imports, [family](const VrpIsisImport& import) {
          return import.value.family == family && !import.value.from_level;
        })) {
      return true;
    }
  }
  if (family == net::Family::kIpv4 &&
      std::ranges::any_of(config.rip, [](const VrpRip& process) { return !process.imports.empty(); }))
    return true;
  return std::ranges::any_of(config.ospf, [family](const VrpOspf& process) {
    return process.family == family && std::ranges::any_of(process.imports, [](const VrpImport& import) {
             return !import.policy.name.empty();
           });
  });
}

}  // namespace

const PolicyDialect& VrpPolicyDialect() {
  static const PolicyDialect kDialect = [] {
    PolicyDialect dialect;
    dialect.undefined_list_matches = true;
    dialect.continue_accepts = false;
    dialect.undefined_map_accepts = true;
    dialect.undefined_filter_accepts = true;
    dialect.undefined_is_unsure = true;  // one release refuses them, another lets everything pass
    dialect.map_word = "route policy";
    return dialect;
  }();
  return kDialect;
}

std::string AclNameOf(const VrpConfig& config, std::string_view written, net::Family family) {
  const VrpAcl* acl = FindVrpAcl(config, written, family);
  return acl == nullptr ? std::string(written) : acl->name;
}

PolicyTexts PreparePolicies(const VrpConfig& config) {
  PolicyTexts texts = config.policies;
  for (const VrpAcl& acl : config.acls) {
    const ListKind kind = acl.family == net::Family::kIpv4 ? ListKind::kAccess4 : ListKind::kAccess6;
    texts.access_lists[ListName(kind, acl.name)] = PrefixesOfAcl(acl);
  }
  for (auto& [name, policy] : texts.route_maps) {
    for (auto& [node, entry] : policy.entries) RenameAccessLists(config, entry);
  }
  CheckJumps(config, texts);
  for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
    if (NeedsNoDefault(config, family)) AddNoDefault(texts, family);
  }
  return texts;
}

std::vector<std::string> ImportPolicies(Conversion& conversion, const NameUse& policy, net::Family family,
                                        bool with_default, std::uint8_t impact) {
  std::vector<std::string> names;
  const ListKind kind = family == net::Family::kIpv4 ? ListKind::kPrefix4 : ListKind::kPrefix6;
  if (!with_default) {
    const auto filter = conversion.policies.UseFilter(kind, std::string(kNoDefaultList), policy.span, impact);
    if (filter) names.push_back(*filter);
  }
  if (!policy.name.empty()) {
    names.push_back(conversion.policies.UseRouteMap(policy.name, policy.span, impact));
  } else if (!names.empty()) {
    names.push_back(conversion.policies.UseRest());
  }
  return names;
}

}  // namespace ringfence::formats::huawei_vrp
