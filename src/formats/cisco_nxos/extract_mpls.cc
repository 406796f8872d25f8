// `mpls ...` at top level and under interfaces, and the LDP it means. Filters of labels, targeted sessions,
// static labels and traffic engineering are not modelled.

#include <algorithm>

#include "formats/cisco_nxos/convert.h"
#include "formats/cisco_nxos/interface_name.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

constexpr Verdict kMpls = NotModelled(Impact::kForwarding, "MPLS");
constexpr Verdict kLdp = NotModelled(Impact::kForwarding, "LDP");

Verdict Without(Statement& statement, const Verdict& verdict) {
  statement.words.Rest();
  return statement.negated ? kNoEffect : verdict;
}

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  const std::string name = TakeInterfaceName(statement.words);
  statement.words.Accept("force");
  if (name.empty() && !statement.negated) return kNotKnown;
  reader.vendor.ldp.router_id = {statement.negated ? "" : name, statement.span()};
  return kUnderstood;
}

/// For some prefixes or neighbours only it is not modelled.
Verdict ReadExplicitNull(Reader& reader, Statement& statement) {
  if (!statement.words.done()) return Without(statement, kLdp);
  return SetFlag(statement, reader.vendor.ldp.explicit_null);
}

/// `label allocate global host-routes`; lists of prefixes are not modelled.
Verdict ReadLabel(Reader& reader, Statement& statement) {
  const bool hosts = statement.words.Accept("allocate") && statement.words.Accept("global") &&
                     statement.words.Accept("host-routes") && statement.words.done();
  return hosts ? SetFlag(statement, reader.vendor.ldp.hosts_only) : Without(statement, kLdp);
}

/// Hellos to neighbours afar make sessions of their own.
Verdict ReadDiscovery(Reader&, Statement& statement) {
  return statement.words.Peek() == "targeted-hello" ? Without(statement, kLdp) : kNoEffect;
}

// When labels are there does not say which, nor how load is shared.
constexpr Keyword kLdpKeywords[] = {
    {"advertise-labels", nullptr, kLdp},
    {"backoff"},
    {"discovery", ReadDiscovery},
    {"entropy-label"},
    {"explicit-null", ReadExplicitNull},
    {"graceful-restart"},
    {"holdtime"},
    {"igp"},
    {"label", ReadLabel},
    {"log-neighbor-changes"},
    {"logging"},
    {"neighbor", nullptr, kLdp},
    {"nsr"},
    {"password", nullptr, kLdp},
    {"router-id", ReadRouterId},
    {"session", nullptr, kLdp},
    {"targeted-hello", nullptr, kLdp},
};
static_assert(IsSorted<Keyword>(kLdpKeywords));

Verdict ReadLdpLine(Reader& reader, Statement& statement) { return reader.Dispatch(kLdpKeywords, statement); }

}  // namespace

Verdict ReadMpls(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "ldp" && statement.words.Accept("configuration")) {
    if (statement.negated) return reader.vendor.ldp = {}, kUnderstood;
    reader.Open(ReadLdpLine, Impact::kForwarding);
    return kUnderstood;
  }
  // The TTL of packets that get labels; a label for the default route is another matter.
  if (word == "ip" && statement.words.Peek() == "propagate-ttl") return kNoEffect;
  const bool numbers = word == "label" && statement.words.Peek() == "range";
  const bool harmless = numbers || word == "load-sharing" || word == "oam";
  return harmless ? kNoEffect : Without(statement, word == "ldp" ? kLdp : kMpls);
}

Verdict ReadInterfaceMpls(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "ip" && statement.words.done()) return SetFlag(statement, reader.interface().mpls);
  if (word == "mtu") return kNoEffect;
  return Without(statement, word == "ldp" ? kLdp : kMpls);
}

void ConvertLdp(Conversion& conversion) {
  Reader& reader = conversion.reader;
  const LdpText& text = reader.vendor.ldp;
  routing::DeviceConfig& config = conversion.config;
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    if (!interface.mpls.value) continue;
    if (!interface.vrf.value.empty()) {
      reader.Demote(interface.mpls.span, Impact::kForwarding, "LDP in a VRF");
      continue;
    }
    if (config.ldp.interfaces.empty() && !reader.FeatureOn("mpls ldp", interface.mpls.span)) return;
    config.ldp.interfaces.push_back({interface.name, interface.mpls.span});
  }
  config.ldp.enabled = !config.ldp.interfaces.empty();
  if (!config.ldp.enabled) return;
  config.ldp.span = config.ldp.interfaces.front().span;
  config.ldp.explicit_null = text.explicit_null.value;
  config.ldp.hosts_only = text.hosts_only.value;
  config.ldp.own =
      text.hosts_only.value ? routing::ldp::OwnBindings::kHosts : routing::ldp::OwnBindings::kAll;
  if (text.router_id.value.empty()) return;
  const model::InterfaceIndex index = model::FindInterface(config.device, text.router_id.value);
  if (!index.valid()) return reader.Undefined(text.router_id.span, "interface", text.router_id.value);
  for (const model::InterfaceAddress& address : config.device.interfaces[index.index()].addresses) {
    if (address.secondary || address.address.address.family != net::Family::kIpv4) continue;
    config.ldp.transport = address.address.address;
    return;
  }
}

}  // namespace ringfence::formats::cisco_nxos
