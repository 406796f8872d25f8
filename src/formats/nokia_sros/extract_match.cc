// `match` of a filter entry: protocols, addresses, ports, ICMP types, TCP flags, fragments.
#include <algorithm>
#include <utility>

#include "formats/nokia_sros/extract.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

using net::Family;

constexpr std::pair<std::string_view, std::uint8_t> kProtocolNames[] = {
    {"icmp", 1},        {"igmp", 2},       {"ipv4", 4},       {"ip", 4},           {"tcp", 6},
    {"egp", 8},         {"igp", 9},        {"udp", 17},       {"rdp", 27},         {"ipv6", 41},
    {"ipv6-route", 43}, {"ipv6-frag", 44}, {"idrp", 45},      {"rsvp", 46},        {"gre", 47},
    {"esp", 50},        {"ah", 51},        {"ipv6-icmp", 58}, {"ipv6-no-nxt", 59}, {"ipv6-opts", 60},
    {"iso-ip", 80},     {"eigrp", 88},     {"ospf-igp", 89},  {"ether-ip", 97},    {"encap", 98},
    {"pnni", 102},      {"pim", 103},      {"vrrp", 112},     {"l2tp", 115},       {"stp", 118},
    {"ptp", 123},       {"isis", 124},     {"crtp", 126},     {"crudp", 127},      {"sctp", 132},
};

constexpr std::pair<std::string_view, std::uint8_t> kIcmpNames[] = {
    {"echo-reply", 0},         {"dest-unreachable", 3},  {"redirect", 5},       {"echo-request", 8},
    {"router-advt", 9},        {"router-selection", 10}, {"time-exceeded", 11}, {"parameter-problem", 12},
    {"timestamp-request", 13}, {"timestamp-reply", 14},
};

constexpr std::pair<std::string_view, std::uint8_t> kIcmp6Names[] = {
    {"dest-unreachable", 1},
    {"packet-too-big", 2},
    {"time-exceeded", 3},
    {"parameter-problem", 4},
    {"echo-request", 128},
    {"echo-reply", 129},
    {"router-solicitation", 133},
    {"router-advertisement", 134},
    {"neighbor-solicitation", 135},
    {"neighbor-advertisement", 136},
    {"redirect", 137},
};

template <std::size_t kCount>
std::optional<std::uint8_t> NumberOrName(Reader& reader, NodeId value, std::string_view what,
                                         const std::pair<std::string_view, std::uint8_t> (&names)[kCount]) {
  for (const auto& [name, number] : names) {
    if (reader.word(value) == name) return number;
  }
  if (const auto number = ParseNumber(reader.word(value), 0, 255)) return static_cast<std::uint8_t>(*number);
  reader.Invalid(value, what);
  return std::nullopt;
}

void ReadProtocol(Reader& reader, NodeId value, FilterEntry& entry) {
  if (reader.word(value) == "tcp-udp") {
    entry.match.protocols = {{net::kProtocolTcp, net::kProtocolTcp}, {net::kProtocolUdp, net::kProtocolUdp}};
    return;
  }
  const auto number = NumberOrName(reader, value, "not a protocol", kProtocolNames);
  if (number) entry.match.protocols = {{*number, *number}};
}

constexpr Rule<AddressCondition> kAddressRules[] = {
    Leaf<AddressCondition>("address",
                           [](Reader& reader, NodeId value, AddressCondition& to) {
                             if (reader.tree.Find(value, "mask") == kNone) {
                               reader.Keep(value, reader.Prefix(value), to.prefix);
                             } else {
                               reader.Keep(value, reader.Address(value), to.mask_address);
                             }
                           }),
    Address<&AddressCondition::mask>("mask"),
    Text<&AddressCondition::list>("ip-prefix-list"),
    Text<&AddressCondition::list>("ipv6-prefix-list"),
};

template <AddressCondition FilterMatch::* kMember>
void ReadAddress(Reader& reader, NodeId block, FilterEntry& entry) {
  AddressCondition& to = entry.match.*kMember;
  Dispatch(reader, block, to, std::span(kAddressRules));
  // `address A` and `mask M` in a block: the address is no prefix of its own.
  if (to.mask.set() && to.prefix.set()) {
    to.mask_address = {to.prefix.value.address, to.prefix.node, to.prefix.span};
    to.prefix = {};
  }
}

template <PortMatch FilterMatch::* kMember>
void ReadPortCondition(Reader& reader, NodeId block, FilterEntry& entry) {
  ReadPorts(reader, block, entry.match.*kMember);
}

void ReadIcmpType(Reader& reader, NodeId value, FilterEntry& entry) {
  const auto number = entry.family == Family::kIpv4
                          ? NumberOrName(reader, value, "not an ICMP type", kIcmpNames)
                          : NumberOrName(reader, value, "not an ICMP type", kIcmp6Names);
  if (number) entry.match.icmp_types = {{*number, *number}};
}

constexpr Rule<FilterEntry> kIcmpRules[] = {
    Leaf<FilterEntry>("type", &ReadIcmpType),
    Lacks<FilterEntry>("code", Impact::kForwarding | Impact::kManagement, "ICMP codes"),
};

void ReadIcmp(Reader& reader, NodeId block, FilterEntry& entry) {
  if (reader.tree.Find(block, "code") != kNone) entry.incomplete = true;
  Dispatch(reader, block, entry, std::span(kIcmpRules));
}

constexpr Rule<TcpFlags> kTcpRules[] = {
    Flag<&TcpFlags::ack>("ack"),
    Flag<&TcpFlags::rst>("rst"),
    Flag<&TcpFlags::syn>("syn"),
};

// Code points by name, and "cp17" by number.
void ReadDscp(Reader& reader, NodeId value, FilterEntry& entry) {
  constexpr std::pair<std::string_view, std::uint8_t> kNames[] = {
      {"be", 0},    {"cs1", 8},   {"af11", 10}, {"af12", 12}, {"af13", 14}, {"cs2", 16},  {"af21", 18},
      {"af22", 20}, {"af23", 22}, {"cs3", 24},  {"af31", 26}, {"af32", 28}, {"af33", 30}, {"cs4", 32},
      {"af41", 34}, {"af42", 36}, {"af43", 38}, {"cs5", 40},  {"ef", 46},   {"nc1", 48},  {"nc2", 56},
  };
  constexpr std::uint32_t kDscpMax = 63;
  std::string_view word = reader.word(value);
  const auto named = std::ranges::find(kNames, word, [](const auto& entry_of) { return entry_of.first; });
  std::optional<std::uint32_t> number;
  if (named != std::end(kNames)) number = named->second;
  if (!number && word.starts_with("cp")) number = ParseNumber(word.substr(2), 0, kDscpMax);
  if (!number) reader.Invalid(value, "not a DSCP name");
  reader.Keep(value, number, entry.match.dscp);
}

void ReadFragment(Reader& reader, NodeId value, FilterEntry& entry) {
  const std::string_view word = reader.word(value);
  if (word == "non-first-only") {
    entry.match.fragment = {true, value, reader.SpanOf(value)};
  } else if (word == "false" || word == "true" || word == "first-only") {
    entry.incomplete = true;
    reader.Unmodelled(value, entry.impact, "condition on fragments");
  } else {
    reader.Invalid(value, "not a condition on fragments");
  }
}

// Packets to this router's own base instance are those of the base router; other instances are not modelled.
void ReadInstance(Reader& reader, NodeId value, FilterEntry& entry) {
  entry.match.instance = true;
  if (reader.word(value) != "Base") entry.match.elsewhere = true;
}

constexpr Rule<FilterEntry> kMatchRules[] = {
    Leaf<FilterEntry>("protocol", &ReadProtocol),
    Leaf<FilterEntry>("next-header", &ReadProtocol),
    Block<FilterEntry>("src-ip", &ReadAddress<&FilterMatch::source>),
    Block<FilterEntry>("dst-ip", &ReadAddress<&FilterMatch::destination>),
    Block<FilterEntry>("src-port", &ReadPortCondition<&FilterMatch::source_port>),
    Block<FilterEntry>("dst-port", &ReadPortCondition<&FilterMatch::destination_port>),
    Block<FilterEntry>("port", &ReadPortCondition<&FilterMatch::either_port>),
    Block<FilterEntry>("icmp", &ReadIcmp),
    Block<FilterEntry>("tcp-flags",
                       [](Reader& reader, NodeId block, FilterEntry& entry) {
                         Dispatch(reader, block, entry.match.tcp, std::span(kTcpRules));
                       }),
    Leaf<FilterEntry>("tcp-established",
                      [](Reader& reader, NodeId value, FilterEntry& entry) {
                        reader.Keep(value, reader.Flag(value), entry.match.tcp.established);
                      }),
    Leaf<FilterEntry>("dscp", &ReadDscp),
    Leaf<FilterEntry>("fragment", &ReadFragment),
    Leaf<FilterEntry>("router-instance", &ReadInstance),
};

constexpr std::uint32_t kPortMax = 65535;

// `range { start 1 end 5 }` of a filter, and `range start 1 end 5 { }` of a list, where both numbers are the
// key and the tree is a chain.
void ReadRanges(Reader& reader, NodeId block, PortMatch& match) {
  const NodeId range = reader.tree.Find(block, "range");
  if (range == kNone) return;
  reader.Modelled(range);
  const NodeId starts = reader.tree.Find(range, "start");
  if (starts == kNone) return;
  reader.Modelled(starts);
  for (const NodeId start : Children(reader, starts)) {
    reader.Modelled(start);
    const NodeId in_key = reader.tree.Find(start, "end");
    const NodeId end_leaf = in_key != kNone ? in_key : reader.tree.Find(range, "end");
    const NodeId end = end_leaf == kNone ? kNone : reader.tree.Value(end_leaf);
    if (end == kNone) {
      reader.Invalid(start, "a range without an end");
      continue;
    }
    reader.Modelled(end_leaf);
    reader.Modelled(end);
    const auto first = reader.Number(start, 0, kPortMax);
    const auto last = reader.Number(end, first.value_or(0), kPortMax);
    if (first && last)
      match.ranges.push_back({static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)});
  }
}

}  // namespace

void ReadFilterMatch(Reader& reader, NodeId block, FilterEntry& entry) {
  for (const NodeId id : Children(reader, block)) {
    const bool known =
        std::ranges::any_of(kMatchRules, [&](const auto& rule) { return rule.word == reader.word(id); });
    if (known) continue;
    entry.incomplete = true;
    reader.Unmodelled(id, entry.impact, "filter condition");
  }
  Dispatch(reader, block, entry, std::span(kMatchRules));
}

void ReadPorts(Reader& reader, NodeId block, PortMatch& match) {
  constexpr Rule<PortMatch> kRules[] = {
      Number<&PortMatch::eq, 0, kPortMax>("eq"),
      Number<&PortMatch::lt, 1, kPortMax>("lt"),
      Number<&PortMatch::gt, 0, kPortMax - 1>("gt"),
      List<PortMatch>("port",
                      [](Reader& inner, NodeId value, PortMatch& to) {
                        const auto port = inner.Number(value, 0, kPortMax);
                        if (port)
                          to.ranges.push_back(
                              {static_cast<std::uint16_t>(*port), static_cast<std::uint16_t>(*port)});
                      }),
      Names<&PortMatch::lists>("port-list"),
      Lacks<PortMatch>("mask", Impact::kForwarding | Impact::kManagement, "port masks"),
  };
  Dispatch(reader, block, match, std::span(kRules));
  ReadRanges(reader, block, match);
}

}  // namespace ringfence::formats::nokia_sros
