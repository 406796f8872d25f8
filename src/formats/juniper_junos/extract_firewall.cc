// `firewall`: filters of inet and inet6, term by term.
#include <algorithm>
#include <array>

#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/names.h"

namespace ringfence::formats::juniper_junos {
namespace {

using net::Family;
using net::NumberRange;

constexpr std::uint8_t kFilterImpact = Impact::kForwarding | Impact::kManagement;

// The term being read and the family of its filter.
struct TermScope {
  FilterTerm& term;
  Family family;
};

// --- from

void Inexpressible(Reader& reader, NodeId node, TermScope& scope) {
  scope.term.inexpressible = true;
  reader.Unmodelled(node, kFilterImpact, "filter condition beyond header fields");
}

void ReadAddresses(Reader& reader, NodeId node, AddressCondition& condition, Family family) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    AddressEntry entry;
    entry.node = word;
    if (reader.word(word) == "any") {
      entry.prefix = net::Prefix::Default(family);
      condition.entries.push_back(entry);
      continue;
    }
    const auto prefix = reader.PrefixOf(word);
    if (!prefix) continue;
    entry.prefix = *prefix;
    if (const NodeId except = reader.tree.Find(word, "except"); except != kNone) {
      reader.Modelled(except);
      entry.except = true;
    }
    condition.entries.push_back(entry);
  }
}
void ReadLists(Reader& reader, NodeId node, AddressCondition& condition) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    PrefixListEntry entry{{reader.word(word), word}, false};
    if (const NodeId except = reader.tree.Find(word, "except"); except != kNone) {
      reader.Modelled(except);
      entry.except = true;
    }
    condition.lists.push_back(entry);
  }
}

using Lookup = std::optional<std::uint16_t> (*)(std::string_view);

// One number or "first-last" with names on both sides.
std::optional<NumberRange> RangeOf(std::string_view word, Lookup lookup) {
  if (const auto number = lookup(word)) return NumberRange{*number, *number};
  const std::size_t dash = word.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = lookup(word.substr(0, dash));
  const auto last = lookup(word.substr(dash + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return NumberRange{*first, *last};
}

void ReadRanges(Reader& reader, NodeId node, Lookup lookup, std::vector<NumberRange>& ranges) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    if (const auto range = RangeOf(reader.word(word), lookup)) {
      ranges.push_back(*range);
    } else {
      reader.Invalid(word, "not a number, range or known name");
    }
  }
}

// `*-except`: everything but the listed ranges.
void ReadExcept(Reader& reader, NodeId node, Lookup lookup, std::uint16_t max,
                std::vector<NumberRange>& ranges) {
  std::vector<NumberRange> listed;
  ReadRanges(reader, node, lookup, listed);
  std::sort(listed.begin(), listed.end());
  std::uint32_t next = 0;
  for (const NumberRange& range : listed) {
    if (range.first > next) {
      ranges.push_back({static_cast<std::uint16_t>(next), static_cast<std::uint16_t>(range.first - 1)});
    }
    next = std::max<std::uint32_t>(next, range.last + 1U);
  }
  if (next <= max) ranges.push_back({static_cast<std::uint16_t>(next), max});
}

std::optional<std::uint16_t> Icmp4(std::string_view word) { return IcmpType(word, false); }
std::optional<std::uint16_t> Icmp6(std::string_view word) { return IcmpType(word, true); }

constexpr std::uint16_t kPortMax = 65535;
constexpr std::uint16_t kProtocolMax = 255;

void FromAddress(Reader& r, NodeId n, TermScope& s) { ReadAddresses(r, n, s.term.either, s.family); }
void FromSource(Reader& r, NodeId n, TermScope& s) { ReadAddresses(r, n, s.term.source, s.family); }
void FromDestination(Reader& r, NodeId n, TermScope& s) { ReadAddresses(r, n, s.term.destination, s.family); }
void FromList(Reader& r, NodeId n, TermScope& s) { ReadLists(r, n, s.term.either); }
void FromSourceList(Reader& r, NodeId n, TermScope& s) { ReadLists(r, n, s.term.source); }
void FromDestinationList(Reader& r, NodeId n, TermScope& s) { ReadLists(r, n, s.term.destination); }
void FromProtocol(Reader& r, NodeId n, TermScope& s) { ReadRanges(r, n, &ProtocolNumber, s.term.protocol); }
void FromProtocolExcept(Reader& r, NodeId n, TermScope& s) {
  ReadExcept(r, n, &ProtocolNumber, kProtocolMax, s.term.protocol);
}
void FromPort(Reader& r, NodeId n, TermScope& s) { ReadRanges(r, n, &PortNumber, s.term.port_either); }
void FromSourcePort(Reader& r, NodeId n, TermScope& s) { ReadRanges(r, n, &PortNumber, s.term.port_source); }
void FromDestinationPort(Reader& r, NodeId n, TermScope& s) {
  ReadRanges(r, n, &PortNumber, s.term.port_destination);
}
void FromSourcePortExcept(Reader& r, NodeId n, TermScope& s) {
  ReadExcept(r, n, &PortNumber, kPortMax, s.term.port_source);
}
void FromDestinationPortExcept(Reader& r, NodeId n, TermScope& s) {
  ReadExcept(r, n, &PortNumber, kPortMax, s.term.port_destination);
}
void FromIcmpType(Reader& r, NodeId n, TermScope& s) {
  ReadRanges(r, n, s.family == Family::kIpv6 ? &Icmp6 : &Icmp4, s.term.icmp_type);
}
void FromEstablished(Reader&, NodeId, TermScope& s) { s.term.tcp_state = net::TcpState::kEstablished; }
void FromFragment(Reader&, NodeId, TermScope& s) { s.term.fragment = true; }
void FromDscp(Reader& reader, NodeId node, TermScope& scope) {
  std::vector<NumberRange> values;
  ReadRanges(reader, node, &CodePoint, values);
  if (values.size() > 1 || (values.size() == 1 && values[0].first != values[0].last)) {
    return Inexpressible(reader, node, scope);
  }
  if (!values.empty()) scope.term.dscp = static_cast<std::uint8_t>(values[0].first);
}
// "ack | rst" is the same as tcp-established; other combinations cannot be said.
void FromTcpFlags(Reader& reader, NodeId node, TermScope& scope) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  std::string plain;
  for (const char c : reader.word(value)) {
    if (c != ' ' && c != '(' && c != ')') plain += c;
  }
  if (plain == "ack|rst" || plain == "rst|ack" || plain == "tcp-established") {
    scope.term.tcp_state = net::TcpState::kEstablished;
  } else {
    Inexpressible(reader, node, scope);
  }
}

constexpr auto kFromRules = std::to_array<Rule<TermScope>>({
    Reads("address", &FromAddress),
    Reads("source-address", &FromSource),
    Reads("destination-address", &FromDestination),
    Reads("prefix-list", &FromList),
    Reads("source-prefix-list", &FromSourceList),
    Reads("destination-prefix-list", &FromDestinationList),
    Reads("protocol", &FromProtocol),
    Reads("next-header", &FromProtocol),
    Reads("payload-protocol", &FromProtocol),
    Reads("protocol-except", &FromProtocolExcept),
    Reads("next-header-except", &FromProtocolExcept),
    Reads("payload-protocol-except", &FromProtocolExcept),
    Reads("port", &FromPort),
    Reads("source-port", &FromSourcePort),
    Reads("destination-port", &FromDestinationPort),
    Reads("source-port-except", &FromSourcePortExcept),
    Reads("destination-port-except", &FromDestinationPortExcept),
    Reads("icmp-type", &FromIcmpType),
    Reads("tcp-established", &FromEstablished),
    Reads("tcp-flags", &FromTcpFlags),
    Reads("is-fragment", &FromFragment),
    Reads("dscp", &FromDscp),
    Reads("traffic-class", &FromDscp),
});

// Conditions that exist and cannot be said in the model; anything else is unknown.
constexpr std::string_view kFromInexpressible[] = {"icmp-code",
                                                   "icmp-code-except",
                                                   "icmp-type-except",
                                                   "tcp-initial",
                                                   "fragment-offset",
                                                   "fragment-flags",
                                                   "first-fragment",
                                                   "fragment-offset-except",
                                                   "ttl",
                                                   "ttl-except",
                                                   "hop-limit",
                                                   "hop-limit-except",
                                                   "packet-length",
                                                   "packet-length-except",
                                                   "interface",
                                                   "interface-group",
                                                   "interface-set",
                                                   "ip-options",
                                                   "ip-options-except",
                                                   "port-except",
                                                   "dscp-except",
                                                   "precedence",
                                                   "precedence-except",
                                                   "forwarding-class",
                                                   "loss-priority",
                                                   "service-filter-hit",
                                                   "esp-spi",
                                                   "ah-spi",
                                                   "source-class",
                                                   "destination-class",
                                                   "flexible-match-mask",
                                                   "extension-header",
                                                   "source-mac-address",
                                                   "destination-mac-address"};

void ReadFrom(Reader& reader, NodeId node, TermScope& scope) {
  Dispatch(reader, node, scope, std::span<const Rule<TermScope>>(kFromRules));
  for (const NodeId child : Children(reader, node)) {
    for (const std::string_view name : kFromInexpressible) {
      if (reader.word(child) == name) Inexpressible(reader, child, scope);
    }
    // A condition that is not known must not widen the term.
    if (!reader.tree.node(child).mark.set) scope.term.inexpressible = true;
  }
}

// --- then

void ThenAccept(Reader&, NodeId, TermScope& s) { s.term.then = FilterTerm::Then::kAccept; }
void ThenDiscard(Reader& reader, NodeId node, TermScope& s) {
  s.term.then = FilterTerm::Then::kDiscard;
  for (const NodeId kind : Children(reader, node)) reader.Modelled(kind);  // kind of the ICMP answer
}
void ThenNext(Reader& reader, NodeId node, TermScope& s) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  if (reader.word(value) == "term") {
    s.term.then = FilterTerm::Then::kNextTerm;
  } else {
    s.term.unknown_action = true;
    reader.Unknown(value, kFilterImpact);
  }
}

// The main table is called "default", formerly "master".
void ThenInstance(Reader& reader, NodeId node, TermScope& s) {
  const NodeId value = reader.Value(node);
  if (value != kNone) s.term.instance = NameUse{reader.word(value), node};
}

void ThenSample(Reader&, NodeId node, TermScope& s) { s.term.sample = node; }
void ThenMirror(Reader&, NodeId node, TermScope& s) { s.term.mirror = node; }
void ThenMirrorInstance(Reader& reader, NodeId node, TermScope& s) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  s.term.mirror = node;
  s.term.mirror_instance = reader.word(value);
}

constexpr auto kThenRules = std::to_array<Rule<TermScope>>({
    Reads("accept", &ThenAccept),
    Reads("discard", &ThenDiscard),
    Reads("reject", &ThenDiscard),
    Reads("next", &ThenNext),
    Reads("routing-instance", &ThenInstance),
    Ignores<TermScope>("count"),
    Ignores<TermScope>("log"),
    Ignores<TermScope>("syslog"),
    Ignores<TermScope>("policer"),
    Ignores<TermScope>("three-color-policer"),
    Ignores<TermScope>("hierarchical-policer"),
    Ignores<TermScope>("forwarding-class"),
    Ignores<TermScope>("loss-priority"),
    Ignores<TermScope>("dscp"),
    Ignores<TermScope>("traffic-class"),
    Lacks<TermScope>("packet-mode", Impact::kForwarding, "packets past the zone policies"),
    Reads("sample", &ThenSample, Impact::kCopying),
    Reads("port-mirror", &ThenMirror, Impact::kCopying),
    Reads("port-mirror-instance", &ThenMirrorInstance, Impact::kCopying),
    Lacks<TermScope>("analyzer", Impact::kCopying, "port mirroring"),
    Lacks<TermScope>("next-ip", Impact::kForwarding, "policy routing"),
    Lacks<TermScope>("next-ip6", Impact::kForwarding, "policy routing"),
    Lacks<TermScope>("next-interface", Impact::kForwarding, "policy routing"),
    Lacks<TermScope>("topology", Impact::kForwarding, "policy routing"),
    Lacks<TermScope>("ipsec-sa", Impact::kForwarding | Impact::kProtection, "IPsec by filter"),
    Lacks<TermScope>("encapsulate", Impact::kForwarding, "tunnel by filter"),
    Lacks<TermScope>("decapsulate", Impact::kForwarding, "tunnel by filter"),
});

// --- filters

void ReadTerm(Reader& reader, NodeId node, Filter& filter, std::string_view name) {
  FilterTerm& term = filter.terms.emplace_back();
  term.name = name;
  term.span = reader.SpanOf(node);
  TermScope scope{term, filter.family};
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "from") {
      reader.Modelled(child, kFilterImpact);
      term.conditional = true;
      ReadFrom(reader, child, scope);
    } else if (word == "then") {
      reader.Modelled(child, kFilterImpact);
      Dispatch(reader, child, scope, std::span<const Rule<TermScope>>(kThenRules));
      for (const NodeId action : Children(reader, child))
        term.unknown_action = term.unknown_action || !reader.tree.node(action).mark.set;
    } else if (word == "filter") {
      reader.Unmodelled(child, kFilterImpact, "filter called from a term");
      term.inexpressible = term.conditional = term.unknown_action = true;
    } else if (!reader.tree.node(child).mark.set) {
      term.inexpressible = term.unknown_action = true;
    }
  }
}

void ReadFilters(Reader& reader, NodeId node, Family family, JunosText& text) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kFilterImpact);
    Filter& filter = text.filters.emplace_back();
    filter.name = reader.word(name);
    filter.family = family;
    filter.span = reader.SpanOf(name);
    for (const NodeId child : Children(reader, name)) {
      const std::string_view word = reader.word(child);
      if (word == "term") {
        reader.Modelled(child, kFilterImpact);
        for (const NodeId term : Children(reader, child)) {
          reader.Modelled(term, kFilterImpact);
          ReadTerm(reader, term, filter, reader.word(term));
        }
      } else if (word == "interface-specific" || word == "accounting-profile" ||
                 word == "physical-interface-filter" || word == "instance-shared" ||
                 word == "enhanced-mode" || word == "fast-filter-lookup") {
        reader.Irrelevant(child);
      } else if (!reader.tree.node(child).mark.set) {
        filter.unknown_part = true;
      }
    }
  }
}

void ReadFamily(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId family : Children(reader, node)) {
    const std::string_view word = reader.word(family);
    if (word != "inet" && word != "inet6") {
      reader.Unmodelled(family, Impact::kPaths, "filter of another family");
      continue;
    }
    reader.Modelled(family, kFilterImpact);
    for (const NodeId child : Children(reader, family)) {
      if (reader.word(child) == "filter") {
        reader.Modelled(child, kFilterImpact);
        ReadFilters(reader, child, word == "inet" ? Family::kIpv4 : Family::kIpv6, text);
      } else if (reader.word(child) == "prefix-action") {
        reader.Irrelevant(child);
      } else {
        reader.Unmodelled(child, Impact::kPaths, "special filter");
      }
    }
  }
}

void ReadPlainFilters(Reader& reader, NodeId node, JunosText& text) {
  ReadFilters(reader, node, Family::kIpv4, text);
}

constexpr auto kRules = std::to_array<Rule<JunosText>>({
    Reads("family", &ReadFamily, kFilterImpact),
    Reads("filter", &ReadPlainFilters, kFilterImpact),
    Ignores<JunosText>("policer"),
    Ignores<JunosText>("three-color-policer"),
    Ignores<JunosText>("hierarchical-policer"),
    Ignores<JunosText>("load-balance-group"),
});

}  // namespace

void ExtractFirewall(Reader& reader, NodeId node, JunosText& text) {
  Dispatch(reader, node, text, std::span<const Rule<JunosText>>(kRules));
}

}  // namespace ringfence::formats::juniper_junos
