// `mpls ldp`: the LDP daemon of the default table (ldpd; its sections by address family).

#include <algorithm>

#include "formats/frr/reader.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

constexpr Verdict kOther = NotModelled(Impact::kForwarding, "LDP");

/// Timers and keepalives decide when labels are there, not which.
constexpr Keyword kPortKeywords[] = {{"disable-establish-hello"}, {"discovery"}};
static_assert(IsSorted(kPortKeywords));
constexpr Node kPort{kPortKeywords, Impact::kForwarding};

Verdict ReadDiscovery(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "transport-address")) {
    return TakeOption(statement, {"hello", "targeted-hello"}).empty() ? kNotKnown : kNoEffect;
  }
  const auto address = TakeIpv4(statement);
  if (!address && !statement.negated) return kNotKnown;
  reader.vendor.ldp.transport = statement.negated ? std::nullopt : address;
  return kUnderstood;
}

Verdict ReadLdpInterface(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  auto& interfaces = reader.vendor.ldp.interfaces;
  std::erase_if(interfaces, [&](const routing::ldp::LdpInterface& known) { return known.name == name.text; });
  if (statement.negated) return kUnderstood;
  interfaces.push_back({std::string(name.text), statement.span()});
  reader.Open(kPort);
  return kUnderstood;
}

/// `label local allocate host-routes`; filters of labels are not modelled.
Verdict ReadLabel(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "local") || !TakeWord(statement, "allocate") ||
      !TakeWord(statement, "host-routes"))
    return statement.words.Rest(), kOther;
  reader.vendor.ldp.hosts_only = !statement.negated;
  return kUnderstood;
}

constexpr Keyword kFamilyKeywords[] = {
    {"discovery", ReadDiscovery},
    {"interface", ReadLdpInterface},
    {"label", ReadLabel},
    {"neighbor", nullptr, NotModelled(Impact::kForwarding, "targeted LDP neighbour")},
    {"session"},
    {"ttl-security"},
};
static_assert(IsSorted(kFamilyKeywords));
constexpr Node kFamily{kFamilyKeywords, Impact::kForwarding};

constexpr Keyword kOtherFamilyKeywords[] = {{"interface", nullptr, kOther}};
constexpr Node kOtherFamily{kOtherFamilyKeywords, Impact::kForwarding, kOther};

Verdict ReadLdpFamily(Reader& reader, Statement& statement) {
  const std::string_view family = TakeOption(statement, {"ipv4", "ipv6"});
  if (family.empty()) return kNotKnown;
  reader.Open(family == "ipv4" ? kFamily : kOtherFamily);
  return family == "ipv4" ? kUnderstood : kOther;
}

Verdict ReadLdpRouterId(Reader& reader, Statement& statement) {
  const auto address = TakeIpv4(statement);
  if (!address && !statement.negated) return kNotKnown;
  reader.vendor.ldp.router_id = statement.negated ? std::nullopt : address;
  return kUnderstood;
}

Verdict ReadOrdered(Reader& reader, Statement& statement) {
  reader.vendor.ldp.ordered = !statement.negated;
  return kUnderstood;
}

constexpr Keyword kLdpKeywords[] = {
    {"address-family", ReadLdpFamily},
    {"discovery"},
    {"dual-stack", nullptr, kOther},
    {"neighbor", nullptr, NotModelled(Impact::kForwarding, "password of an LDP neighbour")},
    {"ordered-control", ReadOrdered},
    {"router-id", ReadLdpRouterId},
    {"wait-for-sync"},
};
static_assert(IsSorted(kLdpKeywords));
constexpr Node kLdp{kLdpKeywords, Impact::kForwarding};

}  // namespace

Verdict ReadMpls(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "ldp"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "MPLS");
  reader.vendor.ldp = {};
  if (statement.negated) return kUnderstood;
  reader.vendor.ldp.span = statement.span();
  reader.Open(kLdp);
  return kUnderstood;
}

void ConvertLdp(Reader& reader, routing::DeviceConfig& config) {
  const LdpText& text = reader.vendor.ldp;
  if (!text.span.valid()) return;
  config.ldp.span = text.span;
  config.ldp.enabled = text.transport.has_value();
  if (!text.transport)
    reader.Demote(text.span, Impact::kForwarding, "LDP without an address for its sessions");
  config.ldp.transport = text.transport;
  config.ldp.interfaces = text.interfaces;
  config.ldp.ordered = text.ordered;
  config.ldp.hosts_only = text.hosts_only;
  config.ldp.own = text.hosts_only ? routing::ldp::OwnBindings::kHosts : routing::ldp::OwnBindings::kAll;
  // tests/live/l3vpn_live.py: implicit null for what leaves without LDP, VPN labels alone where no label
  // leads.
  config.ldp.ends_without_ldp = config.ldp.sends_bare = true;
}

}  // namespace ringfence::formats::frr
