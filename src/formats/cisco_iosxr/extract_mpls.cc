// `mpls ...` at top level: LDP of the default table. Targeted neighbours, filters of labels and traffic
// engineering are not modelled.

#include <algorithm>

#include "formats/cisco_iosxr/interface_name.h"
#include "formats/cisco_iosxr/reader.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

constexpr Verdict kMpls = NotModelled(Impact::kForwarding, "MPLS");
constexpr Verdict kOption = NotModelled(Impact::kForwarding, "LDP option");
constexpr Verdict kFilter = NotModelled(Impact::kForwarding, "filter of labels");
constexpr Verdict kNeighbor = NotModelled(Impact::kForwarding, "option of an LDP neighbour");

/// Opens a block whose statements may also stand on its own line.
template <std::size_t kSize>
Verdict InBlock(Reader& reader, Statement& statement, const Keyword (&table)[kSize], Handler lines) {
  if (!statement.words.done()) return reader.Dispatch(table, statement);
  reader.Open(lines, Impact::kForwarding);
  return kUnderstood;
}

/// `allocate for host-routes`; a list of prefixes is a filter.
Verdict ReadAllocate(Reader& reader, Statement& statement) {
  WordCursor ahead = statement.words;
  const bool hosts = ahead.Accept("for") && ahead.Accept("host-routes") && ahead.done();
  if (!hosts && !statement.negated) return kFilter;
  statement.words.Rest();
  reader.vendor.ldp.hosts_only = hosts && !statement.negated;
  return kUnderstood;
}

/// `explicit-null` for all prefixes and neighbours.
Verdict ReadExplicitNull(Reader& reader, Statement& statement) {
  if (!statement.words.done() && !statement.negated) return kFilter;
  statement.words.Rest();
  reader.vendor.ldp.explicit_null = !statement.negated;
  return kUnderstood;
}

constexpr Keyword kAdvertiseKeywords[] = {
    {"disable", nullptr, kFilter},
    {"explicit-null", ReadExplicitNull},
    {"for", nullptr, kFilter},
    {"interface", nullptr, kFilter},
};
static_assert(IsSorted<Keyword>(kAdvertiseKeywords));
Verdict ReadAdvertiseLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kAdvertiseKeywords, statement);
}
Verdict ReadAdvertise(Reader& reader, Statement& statement) {
  return InBlock(reader, statement, kAdvertiseKeywords, ReadAdvertiseLine);
}

constexpr Keyword kLocalKeywords[] = {
    {"advertise", ReadAdvertise},
    {"allocate", ReadAllocate},
    {"default-route", nullptr, kOption},
    {"implicit-null-override", nullptr, kFilter},
};
static_assert(IsSorted<Keyword>(kLocalKeywords));
Verdict ReadLocalLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kLocalKeywords, statement);
}
Verdict ReadLocal(Reader& reader, Statement& statement) {
  return InBlock(reader, statement, kLocalKeywords, ReadLocalLine);
}

constexpr Keyword kLabelKeywords[] = {
    {"local", ReadLocal},
    {"remote", nullptr, kFilter},
};
Verdict ReadLabelLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kLabelKeywords, statement);
}
Verdict ReadLabel(Reader& reader, Statement& statement) {
  return InBlock(reader, statement, kLabelKeywords, ReadLabelLine);
}

/// Hellos decide when sessions come up, but for the address they name and sessions beyond the next router.
Verdict ReadDiscovery(Reader& reader, Statement& statement) {
  if (statement.words.Accept("transport-address")) {
    Setting<net::IpAddress>& transport = reader.vendor.ldp.transport;
    if (statement.negated) return transport = {}, statement.words.Rest(), kUnderstood;
    const base::Span span = statement.span();
    const auto address = TakeIpv4(reader, statement);
    if (!address) return kNotKnown;
    transport = {*address, span};
    return kUnderstood;
  }
  const bool targeted = statement.words.Accept("targeted-hello") && statement.words.Accept("accept");
  return targeted && !statement.negated ? kNeighbor : kNoEffect;
}

constexpr Keyword kFamilyKeywords[] = {
    {"discovery", ReadDiscovery},      {"label", ReadLabel},
    {"neighbor", nullptr, kNeighbor},  {"redistribute", nullptr, kOption},
    {"traffic-eng", nullptr, kOption},
};
static_assert(IsSorted<Keyword>(kFamilyKeywords));
Verdict ReadLdpFamilyLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kFamilyKeywords, statement);
}

Verdict ReadLdpFamily(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("ipv4"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "LDP for IPv6");
  if (statement.negated) return kOption;
  reader.Open(ReadLdpFamilyLine, Impact::kForwarding);
  return kUnderstood;
}

/// Statements of an interface and of its family.
Verdict ReadLdpInterfaceLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "address-family" && statement.words.Accept("ipv4")) {
    reader.Open(ReadLdpInterfaceLine, Impact::kForwarding);
    return statement.negated ? kOption : kUnderstood;
  }
  if (statement.negated) return kNoEffect;
  const std::string_view next = statement.words.Peek().text;
  const bool timing = word == "mldp" || (word == "igp" && next == "sync") ||
                      (word == "discovery" && next != "transport-address");
  return timing ? kNoEffect : kOption;
}

Verdict ReadLdpInterface(Reader& reader, Statement& statement) {
  const base::Span span = statement.span();
  const Word word = statement.words.Peek();
  const std::string name = TakeInterfaceName(statement.words);
  if (!IsInterfaceName(name)) return reader.Invalid(statement, word, "not the name of an interface");
  std::vector<routing::ldp::LdpInterface>& interfaces = reader.vendor.ldp.interfaces;
  std::erase_if(interfaces, [&name](const auto& known) { return known.name == name; });
  if (statement.negated) return kUnderstood;
  interfaces.push_back({name, span});
  reader.Open(ReadLdpInterfaceLine, Impact::kForwarding);
  return kUnderstood;
}

/// `router-id A` or, in old text, that of an interface.
Verdict ReadLdpRouterId(Reader& reader, Statement& statement) {
  Setting<std::string>& id = reader.vendor.ldp.router_id;
  if (statement.negated) return id = {}, statement.words.Rest(), kUnderstood;
  const base::Span span = statement.span();
  const Word word = statement.words.Peek();
  const std::string text = net::ParseIpv4(word.text) ? std::string(statement.words.Next().text)
                                                     : TakeInterfaceName(statement.words);
  if (!net::ParseIpv4(text) && !IsInterfaceName(text))
    return reader.Invalid(statement, word, "neither an address nor an interface");
  id = {text, span};
  return kUnderstood;
}

/// `session protection` keeps what there was; labels on demand are others.
Verdict ReadSession(Reader&, Statement& statement) {
  return statement.negated || !statement.words.Accept("downstream-on-demand") ? kNoEffect : kOption;
}

constexpr Keyword kLdpKeywords[] = {
    {"address-family", ReadLdpFamily},
    {"capabilities", nullptr, kOption},
    {"default-vrf", nullptr, kOption},
    {"discovery", ReadDiscovery},
    {"entropy-label"},
    {"graceful-restart"},
    {"igp"},
    {"interface", ReadLdpInterface},
    {"log"},
    {"ltrace-buffer"},
    {"mldp"},
    {"neighbor", nullptr, kNeighbor},
    {"nsr"},
    {"router-id", ReadLdpRouterId},
    {"session", ReadSession},
    {"signalling"},
    {"vrf", nullptr, NotModelled(Impact::kForwarding, "LDP in a VRF")},
};
static_assert(IsSorted<Keyword>(kLdpKeywords));
Verdict ReadLdpLine(Reader& reader, Statement& statement) { return reader.Dispatch(kLdpKeywords, statement); }

}  // namespace

Verdict ReadMpls(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "ldp" && statement.words.done()) {
    if (statement.negated) return reader.vendor.ldp = {}, kUnderstood;
    if (!reader.vendor.ldp.span.valid()) reader.vendor.ldp.span = statement.span();
    reader.Open(ReadLdpLine, Impact::kForwarding);
    return kUnderstood;
  }
  statement.words.Rest();
  // Pings, and the TTL of packets that get labels.
  const bool harmless = word == "oam" || word == "ip-ttl-propagate";
  return harmless || statement.negated ? kNoEffect : kMpls;
}

}  // namespace ringfence::formats::cisco_iosxr
