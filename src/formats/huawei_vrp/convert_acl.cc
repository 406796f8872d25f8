// Access lists and their uses at interfaces. A list used by logins denies what it does not name; at an
// interface
// (`traffic-filter`, `traffic-policy`) such packets pass. The interface therefore gets a copy with its own
// name. As a route filter a list is compared with the network address alone, whatever the length of the
// prefix.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Acl;
using model::AclAction;
using model::Impact;

Acl CopyOf(const VrpAcl& from, std::string name, AclAction end) {
  Acl acl;
  acl.name = std::move(name);
  acl.family = from.family;
  acl.end_action = end;
  acl.span = from.span;
  for (const VrpRule& rule : from.rules) acl.lines.push_back(rule.line);
  return acl;
}

void AddOnce(Conversion& conversion, Acl acl) {
  std::vector<Acl>& acls = conversion.to.device.acls;
  const auto same = [&](const Acl& other) { return other.name == acl.name && other.family == acl.family; };
  if (std::ranges::none_of(acls, same)) acls.push_back(std::move(acl));
}

void ConvertFilter(Conversion& conversion, const NameUse& use, net::Family family, model::AclUse& to) {
  if (use.name.empty()) return;
  const VrpAcl* acl = FindVrpAcl(conversion.from, use.name, family);
  if (acl == nullptr) return ReportUndefined(conversion, use, "access list", Impact::kForwarding);
  const std::string name = std::string(kTrafficFilterPrefix) + acl->name;
  AddOnce(conversion, CopyOf(*acl, name, AclAction::kPermit));
  to = {name, use.span};
}

template <class T>
const T* FindNamed(const std::vector<T>& items, std::string_view name) {
  for (const T& item : items) {
    if (item.name == name) return &item;
  }
  return nullptr;
}

/// Adds what one classifier and behaviour say for one family; false when an access list is missing.
bool AppendPair(Conversion& conversion, const VrpClassifier& classifier, const VrpBehavior& behavior,
                net::Family family, base::Span span, Acl& to) {
  for (const NameUse& use : family == net::Family::kIpv4 ? classifier.acls4 : classifier.acls6) {
    const VrpAcl* acl = FindVrpAcl(conversion.from, use.name, family);
    if (acl == nullptr) {
      ReportUndefined(conversion, use, "access list", Impact::kForwarding);
      return false;
    }
    for (const VrpRule& rule : acl->rules) {
      to.lines.push_back(rule.line);
      // A rule that denies drops the packet whatever the behaviour.
      if (behavior.deny) to.lines.back().action = AclAction::kDeny;
    }
  }
  if (classifier.any) {
    model::AclLine line;
    line.action = behavior.deny ? AclAction::kDeny : AclAction::kPermit;
    line.match.family = family;
    line.span = span;
    to.lines.push_back(std::move(line));
  }
  return true;
}

/// The policy as one list, or nothing when it does more than permit and deny.
std::optional<Acl> ListOfPolicy(Conversion& conversion, const VrpTrafficPolicy& policy, net::Family family) {
  Acl acl;
  acl.name = std::string(kTrafficPolicyPrefix) + policy.name;
  acl.family = family;
  acl.end_action = AclAction::kPermit;
  if (!policy.complete) return std::nullopt;
  for (const VrpTrafficPolicy::Pair& pair : policy.pairs) {
    const VrpClassifier* classifier = FindNamed(conversion.from.classifiers, pair.classifier);
    const VrpBehavior* behavior = FindNamed(conversion.from.behaviors, pair.behavior);
    if (classifier == nullptr || behavior == nullptr) {
      ReportUndefined(conversion, {classifier == nullptr ? pair.classifier : pair.behavior, pair.span},
                      "classifier or behaviour", Impact::kForwarding);
      return std::nullopt;
    }
    const std::size_t conditions =
        classifier->acls4.size() + classifier->acls6.size() + (classifier->any ? 1U : 0U);
    if (!classifier->complete || !behavior->complete || (classifier->operator_and && conditions > 1))
      return std::nullopt;
    if (!AppendPair(conversion, *classifier, *behavior, family, pair.span, acl)) return std::nullopt;
    acl.span = pair.span;
  }
  return acl;
}

void ConvertPolicyUse(Conversion& conversion, const NameUse& use, bool in, model::Interface& to) {
  if (use.name.empty()) return;
  model::AclUse& to4 = in ? to.acl_in4 : to.acl_out4;
  model::AclUse& to6 = in ? to.acl_in6 : to.acl_out6;
  const VrpTrafficPolicy* policy = FindNamed(conversion.from.traffic_policies, use.name);
  if (policy == nullptr) return ReportUndefined(conversion, use, "traffic policy", Impact::kForwarding);
  std::optional<Acl> list4 = ListOfPolicy(conversion, *policy, net::Family::kIpv4);
  std::optional<Acl> list6 = list4 ? ListOfPolicy(conversion, *policy, net::Family::kIpv6) : std::nullopt;
  const bool redirects = Redirects(conversion.from, *policy);
  if (!list4 || !list6 || to4.applies() || to6.applies() || (redirects && !in)) {
    return MarkUnmodelled(conversion, use.span, kPaths, "traffic policy");
  }
  if (redirects) ConvertRedirect(conversion, *policy, use, to);
  if (!list4->lines.empty()) to4 = {list4->name, use.span};
  if (!list6->lines.empty()) to6 = {list6->name, use.span};
  if (to4.applies()) AddOnce(conversion, *std::move(list4));
  if (to6.applies()) AddOnce(conversion, *std::move(list6));
}

/// Lines of a prefix filter that hold for exactly the networks whose address lies in the first `length` bits
/// of `range`: longer prefixes inside it, and each shorter one whose own address is the same.
void AppendNetworks(routing::ospf::PrefixFilter& filter, const net::Prefix& range, bool permit,
                    base::Span span) {
  filter.lines.push_back({permit, range, range.length, net::AddressBits(range.family()), span});
  for (std::uint8_t length = range.length; length-- > 0;) {
    const net::Prefix shorter = net::Prefix::Of(range.address, length);
    if (shorter.address != range.address) break;
    filter.lines.push_back({permit, shorter, length, length, span});
  }
}

}  // namespace

const VrpAcl* FindVrpAcl(const VrpConfig& config, std::string_view name, net::Family family) {
  for (const VrpAcl& acl : config.acls) {
    if (acl.family == family && (acl.name == name || acl.number == name)) return &acl;
  }
  return nullptr;
}

std::string ModelNameOf(const VrpAcl& acl) {
  return (acl.family == net::Family::kIpv6 ? std::string(kIpv6Prefix) : std::string()) + acl.name;
}

/// Conditions beyond lists matter in classifiers that a policy names.
void ReportConditions(Conversion& conversion) {
  for (const VrpTrafficPolicy& policy : conversion.from.traffic_policies) {
    for (const VrpTrafficPolicy::Pair& pair : policy.pairs) {
      const VrpClassifier* classifier = FindNamed(conversion.from.classifiers, pair.classifier);
      if (classifier == nullptr) continue;
      for (const base::Span span : classifier->other_conditions)
        MarkUnmodelled(conversion, span, Impact::kForwarding, "traffic classification");
    }
  }
}

void ConvertAcls(Conversion& conversion) {
  for (const VrpAcl& acl : conversion.from.acls)
    AddOnce(conversion, CopyOf(acl, ModelNameOf(acl), AclAction::kDeny));
  ReportConditions(conversion);
  for (std::size_t i = 0; i < conversion.from.interfaces.size(); ++i) {
    const VrpInterface& from = conversion.from.interfaces[i];
    model::Interface& to = conversion.to.device.interfaces[i];
    ConvertFilter(conversion, from.filter_in4, net::Family::kIpv4, to.acl_in4);
    ConvertFilter(conversion, from.filter_out4, net::Family::kIpv4, to.acl_out4);
    ConvertFilter(conversion, from.filter_in6, net::Family::kIpv6, to.acl_in6);
    ConvertFilter(conversion, from.filter_out6, net::Family::kIpv6, to.acl_out6);
    ConvertPolicyUse(conversion, from.policy_in, true, to);
    ConvertPolicyUse(conversion, from.policy_out, false, to);
    ConvertPolicyRouting(conversion, from.policy_routing, to);
  }
}

std::optional<model::PrefixList> PrefixesOfAcl(const VrpAcl& acl) {
  model::PrefixList filter{std::string(kAclFilterPrefix) + acl.name, {}, acl.span};
  for (const VrpRule& rule : acl.rules) {
    const net::HeaderMatch& match = rule.line.match;
    net::Prefix range = net::Prefix::Default(acl.family);
    if (!match.destination.empty() || !match.protocol.empty() || match.source.size() > 1) return std::nullopt;
    if (!match.source.empty()) {
      const auto length = net::LengthOfWildcard(match.source.front().ignore);
      if (!length) return std::nullopt;
      range = net::Prefix::Of(match.source.front().address, *length);
    }
    AppendNetworks(filter, range, rule.line.action == AclAction::kPermit, rule.line.span);
  }
  return filter;
}

std::optional<routing::ospf::PrefixFilter> FilterOfPrefixList(Conversion& conversion, const NameUse& use,
                                                              net::Family family) {
  const bool v4 = family == net::Family::kIpv4;
  const ListKind kind = v4 ? ListKind::kPrefix4 : ListKind::kPrefix6;
  const std::uint8_t impact = v4 ? Impact::kRouting4 : Impact::kRouting6;
  if (conversion.from.policies.prefix_lists.contains(ListName(kind, use.name)))
    return conversion.policies.UsePrefixes(kind, use.name, use.span, impact);
  ReportUndefined(conversion, use, "prefix list", impact);
  return std::nullopt;
}

std::optional<routing::ospf::PrefixFilter> FilterOfAcl(Conversion& conversion, const NameUse& use,
                                                       net::Family family) {
  const std::uint8_t impact = family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
  const VrpAcl* acl = FindVrpAcl(conversion.from, use.name, family);
  if (acl == nullptr) {
    ReportUndefined(conversion, use, "access list", impact);
    return std::nullopt;
  }
  auto filter = PrefixesOfAcl(*acl);
  if (!filter) {
    MarkUnmodelled(conversion, use.span, impact, "route filter by an access list that is not by source");
  }
  return filter;
}

}  // namespace ringfence::formats::huawei_vrp
