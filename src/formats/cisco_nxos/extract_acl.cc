// Access lists and object groups. A line this reader cannot express is marked not modelled and left
// open.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"
#include "formats/header_words.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

constexpr std::uint8_t kFilterImpact = Impact::kForwarding | Impact::kManagement;
constexpr std::uint32_t kSequenceStep = 10;
constexpr std::uint32_t kSequenceMax = 0xffffffffU - kSequenceStep;

/// Result of taking one field of a line.
enum class Taken : std::uint8_t { kYes, kInvalid, kNotModelled };

const ObjectGroupText* TakeGroup(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  const auto group = reader.vendor.object_groups.find(std::string(name.text));
  if (group != reader.vendor.object_groups.end()) return &group->second;
  reader.Undefined(statement.words.SpanOf(name), "object group", name.text);
  return nullptr;
}

/// `any`, `host A`, `A/L`, `A W`, `addrgroup G`.
Taken TakeMatchAddress(Reader& reader, Statement& statement, net::Family family,
                       std::vector<net::AddressMatch>& out) {
  if (statement.words.Accept("any")) return Taken::kYes;
  if (statement.words.Accept("addrgroup")) {
    const ObjectGroupText* group = TakeGroup(reader, statement);
    if (group == nullptr) return Taken::kInvalid;
    // An empty group matches nothing, which an empty list cannot say.
    if (!group->complete || group->addresses.empty()) return Taken::kNotModelled;
    return out = group->addresses, Taken::kYes;
  }
  statement.words.Accept("host");
  const Word word = statement.words.Next();
  const auto prefix = net::ParseHostPrefix(word.text);
  const auto address = prefix ? std::optional(prefix->address) : net::ParseAddress(word.text);
  if (!address || address->family != family) {
    reader.Invalid(statement, word, fmt::format("'{}' is not an address", word.text));
    return Taken::kInvalid;
  }
  if (prefix) {
    if (prefix->length > 0) out.push_back(net::AddressMatch::Of(prefix->subnet()));
    return Taken::kYes;
  }
  const auto wildcard =
      family == net::Family::kIpv4 ? net::ParseIpv4(statement.words.Peek().text) : std::nullopt;
  if (!wildcard) return out.push_back(net::AddressMatch::Of(net::Prefix::Host(*address))), Taken::kYes;
  statement.words.Next();
  if (*wildcard == net::IpAddress::V4(0xffffffffU)) return Taken::kYes;  // the same as "any"
  out.push_back({net::And(*address, net::Not(*wildcard)), *wildcard});
  return Taken::kYes;
}

Taken TakePort(Reader& reader, Statement& statement, bool udp, std::uint16_t& port) {
  const Word word = statement.words.Next();
  const auto number = PortOf(word.text, udp);
  if (!number) {
    reader.Invalid(statement, word, fmt::format("'{}' is not a port", word.text));
    return Taken::kInvalid;
  }
  port = *number;
  return Taken::kYes;
}

/// `eq P`, `neq P`, `lt P`, `gt P`, `range P Q`, `portgroup G`; nothing when none of them follows.
Taken TakePorts(Reader& reader, Statement& statement, bool udp, std::vector<net::NumberRange>& out) {
  if (statement.words.Accept("portgroup")) {
    const ObjectGroupText* group = TakeGroup(reader, statement);
    if (group == nullptr) return Taken::kInvalid;
    if (!group->complete || group->ports.empty()) return Taken::kNotModelled;
    return out = group->ports, Taken::kYes;
  }
  const std::string_view relation = statement.words.Peek().text;
  if (relation != "eq" && relation != "neq" && relation != "lt" && relation != "gt" && relation != "range") {
    return Taken::kYes;
  }
  statement.words.Next();
  std::uint16_t first = 0;
  if (TakePort(reader, statement, udp, first) != Taken::kYes) return Taken::kInvalid;
  if (relation == "eq") {
    out.push_back({first, first});
  } else if (relation == "range") {
    std::uint16_t last = 0;
    if (TakePort(reader, statement, udp, last) != Taken::kYes) return Taken::kInvalid;
    out.push_back({std::min(first, last), std::max(first, last)});
  } else {
    if (relation != "gt" && first > 0) out.push_back({0, static_cast<std::uint16_t>(first - 1)});
    if (relation != "lt" && first < 65535) out.push_back({static_cast<std::uint16_t>(first + 1), 65535});
    if (out.empty()) return Taken::kNotModelled;  // matches nothing
  }
  return Taken::kYes;
}

/// ICMP type by number or name; a code narrows further than the model can say.
Taken TakeIcmp(Statement& statement, net::HeaderMatch& match) {
  const std::string_view word = statement.words.Peek().text;
  if (const auto named = IcmpTypeOf(word, match.family)) {
    match.icmp_type.push_back({*named, *named});
    statement.words.Next();
  } else if (const auto number = statement.words.AcceptNumber(0, 255)) {
    const auto type = static_cast<std::uint16_t>(*number);
    match.icmp_type.push_back({type, type});
    if (statement.words.AcceptNumber(0, 255)) return Taken::kNotModelled;
  } else if (word.find("unreachable") != std::string_view::npos ||
             word.find("prohibited") != std::string_view::npos ||
             word.find("unknown") != std::string_view::npos ||
             word.find("exceeded") != std::string_view::npos) {
    return Taken::kNotModelled;  // one code of a type
  }
  return Taken::kYes;
}

Taken TakeQualifiers(Statement& statement, net::HeaderMatch& match) {
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (word == "established") {
      match.tcp_state = net::TcpState::kEstablished;
    } else if (word == "fragments") {
      match.fragment = true;
    } else if (word == "dscp") {
      const auto dscp = DscpOf(statement.words.Next().text);
      if (!dscp) return Taken::kInvalid;
      match.dscp = static_cast<std::uint8_t>(*dscp);
    } else if (word == "redirect" || word == "set-erspan-gre-proto") {
      return Taken::kNotModelled;
    } else if (!(word == "log") && !(word == "capture") && !(word == "session")) {
      // Times, flags, lengths: conditions the model has no field for.
      constexpr std::string_view kKnown[] = {"precedence",
                                             "tos",
                                             "time-range",
                                             "ack",
                                             "fin",
                                             "psh",
                                             "rst",
                                             "syn",
                                             "urg",
                                             "packet-length",
                                             "ttl",
                                             "vlan",
                                             "tcp-flags-mask",
                                             "tcp-option-length",
                                             "flow-label",
                                             "http-method",
                                             "udf",
                                             "tracked",
                                             "load-share",
                                             "rsyn"};
      return std::ranges::find(kKnown, word.text) != std::end(kKnown) ? Taken::kNotModelled : Taken::kInvalid;
    }
  }
  return Taken::kYes;
}

Taken TakeMatch(Reader& reader, Statement& statement, net::HeaderMatch& match) {
  const Word protocol = statement.words.Next();
  if (!(protocol == "ip") && !(protocol == "ipv6")) {
    const auto number = ProtocolOf(protocol.text, match.family);
    if (!number) {
      reader.Invalid(statement, protocol, fmt::format("'{}' is not a protocol", protocol.text));
      return Taken::kInvalid;
    }
    match.protocol.push_back({*number, *number});
  }
  const std::uint16_t number = match.protocol.empty() ? std::uint16_t{0} : match.protocol[0].first;
  const bool ports =
      number == net::kProtocolTcp || number == net::kProtocolUdp || number == net::kProtocolSctp;
  const bool udp = number == net::kProtocolUdp;
  for (const bool source : {true, false}) {
    const Taken address =
        TakeMatchAddress(reader, statement, match.family, source ? match.source : match.destination);
    if (address != Taken::kYes) return address;
    if (!ports) continue;
    const Taken port = TakePorts(reader, statement, udp, source ? match.source_port : match.destination_port);
    if (port != Taken::kYes) return port;
  }
  if (number == net::kProtocolIcmp || number == net::kProtocolIcmp6) {
    if (const Taken taken = TakeIcmp(statement, match); taken != Taken::kYes) return taken;
  }
  return TakeQualifiers(statement, match);
}

std::uint32_t NextSequence(const AclText& acl) {
  return std::min(LastNumber(acl.lines, acl.open), kSequenceMax) + kSequenceStep;
}

Verdict ReadAclLine(Reader& reader, Statement& statement) {
  AclText& acl = reader.vendor.acls[reader.acl_index];
  const auto sequence = statement.words.AcceptNumber(1, kSequenceMax);
  if (statement.negated && sequence && statement.words.done())
    return acl.lines.erase(*sequence), acl.open.erase(*sequence), kUnderstood;
  const std::uint32_t number = sequence.value_or(NextSequence(acl));
  const Word word = statement.words.Next();
  if (word == "remark" || word == "statistics") return kNoEffect;
  if (word == "fragments" || word == "ignore")
    return statement.negated ? kNoEffect : NotModelled(kFilterImpact, "rule for fragments");
  const bool permit = word == "permit";
  model::AclLine line{
      permit ? model::AclAction::kPermit : model::AclAction::kDeny, {.family = acl.family}, statement.span()};
  if (!permit && !(word == "deny")) {
    if (!statement.negated) LeaveOpen(acl.lines, acl.open, number, std::move(line), false);
    return kNotKnown;
  }
  const Taken taken = TakeMatch(reader, statement, line.match);
  if (taken != Taken::kYes) {
    if (!statement.negated) LeaveOpen(acl.lines, acl.open, number, std::move(line), taken != Taken::kInvalid);
    return taken == Taken::kInvalid ? kNotKnown : NotModelled(kFilterImpact, "access list condition");
  }
  if (statement.negated) {
    std::erase_if(acl.lines, [&line](const auto& known) {
      return known.second.match == line.match && known.second.action == line.action;
    });
    return kUnderstood;
  }
  acl.lines[number] = std::move(line);
  acl.open.erase(number);
  return kUnderstood;
}

Verdict ReadAcl(Reader& reader, Statement& statement, net::Family family) {
  auto name = TakeName(reader, statement, "access list");
  if (!name) return kNotKnown;
  std::vector<AclText>& acls = reader.vendor.acls;
  const auto same = [&](const AclText& acl) { return acl.name == *name && acl.family == family; };
  if (statement.negated) return std::erase_if(acls, same), kUnderstood;
  const auto found = std::ranges::find_if(acls, same);
  reader.acl_index = static_cast<std::size_t>(found - acls.begin());
  if (found == acls.end())
    acls.push_back({.name = std::move(*name), .family = family, .span = statement.span()});
  reader.Open(ReadAclLine, kFilterImpact);
  return kUnderstood;
}

/// A line of `object-group ip address`; they may carry a sequence number.
Verdict ReadAddressGroupLine(Reader& reader, Statement& statement, net::Family family) {
  ObjectGroupText& group = reader.vendor.object_groups[reader.block_name];
  statement.words.AcceptNumber(1, kSequenceMax);
  if (statement.words.Accept("description")) return kNoEffect;
  std::vector<net::AddressMatch> match;
  const bool any = statement.words.Peek() == "any";
  if (statement.negated || TakeMatchAddress(reader, statement, family, match) != Taken::kYes)
    return group.complete = false, kNotKnown;
  if (any) match.push_back(net::AddressMatch::Of(net::Prefix::Default(family)));
  group.addresses.insert(group.addresses.end(), match.begin(), match.end());
  return kUnderstood;
}

Verdict ReadAddressGroup4(Reader& reader, Statement& statement) {
  return ReadAddressGroupLine(reader, statement, net::Family::kIpv4);
}
Verdict ReadAddressGroup6(Reader& reader, Statement& statement) {
  return ReadAddressGroupLine(reader, statement, net::Family::kIpv6);
}

Verdict ReadPortGroup(Reader& reader, Statement& statement) {
  ObjectGroupText& group = reader.vendor.object_groups[reader.block_name];
  statement.words.AcceptNumber(1, kSequenceMax);
  std::vector<net::NumberRange> ports;
  const Taken taken = TakePorts(reader, statement, false, ports);
  if (statement.negated || taken != Taken::kYes || ports.empty()) return group.complete = false, kNotKnown;
  group.ports.insert(group.ports.end(), ports.begin(), ports.end());
  return kUnderstood;
}

}  // namespace

Verdict ReadAcl4(Reader& reader, Statement& statement) {
  return ReadAcl(reader, statement, net::Family::kIpv4);
}
Verdict ReadAcl6(Reader& reader, Statement& statement) {
  return ReadAcl(reader, statement, net::Family::kIpv6);
}

Verdict ReadObjectGroup(Reader& reader, Statement& statement) {
  const Word family = statement.words.Next();
  const Word kind = statement.words.Next();
  auto name = TakeName(reader, statement, "object group");
  if (!name) return kNotKnown;
  if (statement.negated) return reader.vendor.object_groups.erase(*name), kUnderstood;
  reader.block_name = std::move(*name);
  reader.vendor.object_groups[reader.block_name];
  const bool v6 = family == "ipv6";
  const bool ports = kind == "port";
  if (!ports && !(kind == "address")) return kNotKnown;
  reader.Open(ports ? ReadPortGroup : v6 ? ReadAddressGroup6 : ReadAddressGroup4, kFilterImpact);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_nxos
