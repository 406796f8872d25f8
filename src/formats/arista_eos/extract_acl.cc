// Access lists. A line this reader cannot express is marked not modelled and left open; the list remembers
// that it is not complete.

#include <fmt/format.h>

#include "formats/arista_eos/port_name.h"
#include "formats/arista_eos/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

constexpr std::uint8_t kFilterImpact = kPaths | Impact::kManagement;
constexpr std::uint32_t kSequenceStep = 10;
constexpr std::uint32_t kSequenceMax = 0xfffffff0U;

/// Result of taking one field of a line.
enum class Taken : std::uint8_t { kYes, kInvalid, kNotModelled };

/// `any`, `host A`, `A/L`, `A W`; an address alone is a host.
Taken TakeAddresses(Reader& reader, Statement& statement, net::Family family,
                    std::vector<net::AddressMatch>& out) {
  if (statement.words.Accept("any")) return Taken::kYes;
  const bool host = statement.words.Accept("host");
  const Word word = statement.words.Next();
  const auto prefix = host ? std::nullopt : net::ParseHostPrefix(word.text);
  if (prefix && prefix->address.family == family) {
    if (prefix->length > 0) out.push_back(net::AddressMatch::Of(prefix->subnet()));
    return Taken::kYes;
  }
  const auto address = net::ParseAddress(word.text);
  if (!address || address->family != family) {
    reader.Invalid(statement, word, fmt::format("'{}' is not an address of this list", word.text));
    return Taken::kInvalid;
  }
  const auto ignore = host ? std::nullopt : net::ParseAddress(statement.words.Peek().text);
  if (!ignore || ignore->family != family)
    return out.push_back(net::AddressMatch::Of(net::Prefix::Host(*address))), Taken::kYes;
  statement.words.Next();
  if (net::Not(*ignore) == net::MaskOf(family, 0)) return Taken::kYes;  // the same as "any"
  out.push_back({net::And(*address, net::Not(*ignore)), *ignore});
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

/// `eq P...`, `neq P`, `lt P`, `gt P`, `range P Q`; nothing when none of them follows.
Taken TakePorts(Reader& reader, Statement& statement, bool udp, std::vector<net::NumberRange>& out) {
  const std::string_view relation = statement.words.Peek().text;
  if (relation != "eq" && relation != "neq" && relation != "lt" && relation != "gt" && relation != "range")
    return Taken::kYes;
  statement.words.Next();
  std::uint16_t first = 0;
  if (TakePort(reader, statement, udp, first) != Taken::kYes) return Taken::kInvalid;
  if (relation == "eq") {
    out.push_back({first, first});
    while (const auto more = PortOf(statement.words.Peek().text, udp)) {
      out.push_back({*more, *more});
      statement.words.Next();
    }
  } else if (relation == "range") {
    std::uint16_t last = 0;
    if (TakePort(reader, statement, udp, last) != Taken::kYes) return Taken::kInvalid;
    out.push_back({std::min(first, last), std::max(first, last)});
  } else {
    if (relation == "neq" && PortOf(statement.words.Peek().text, udp)) return Taken::kNotModelled;
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
  } else if (IsIcmpCodeName(word)) {
    return Taken::kNotModelled;
  }
  return Taken::kYes;
}

Taken TakeQualifiers(Statement& statement, net::HeaderMatch& match) {
  constexpr std::string_view kKnown[] = {"ttl",   "hop-limit", "tracked", "nexthop-group", "ack",
                                         "fin",   "psh",       "rst",     "syn",           "urg",
                                         "ecn",   "tos",       "vlan",    "cos",           "copp",
                                         "inner", "length",    "payload", "traffic-class"};
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
    } else if (!(word == "log")) {
      return std::ranges::find(kKnown, word.text) != std::end(kKnown) ? Taken::kNotModelled : Taken::kInvalid;
    }
  }
  return Taken::kYes;
}

Taken TakeExtended(Reader& reader, Statement& statement, net::HeaderMatch& match) {
  const bool v4 = match.family == net::Family::kIpv4;
  const Word protocol = statement.words.Next();
  if (protocol == "vlan" || protocol == "response") return Taken::kNotModelled;
  if (!(protocol == (v4 ? "ip" : "ipv6"))) {
    const auto number = ProtocolOf(protocol.text, match.family);
    if (!number) {
      reader.Invalid(statement, protocol, fmt::format("'{}' is not a protocol", protocol.text));
      return Taken::kInvalid;
    }
    match.protocol.push_back({*number, *number});
  }
  const std::uint16_t number = match.protocol.empty() ? std::uint16_t{0} : match.protocol[0].first;
  const bool ports = number != 0 && number < 256 && net::HasPorts(static_cast<std::uint8_t>(number));
  const auto port = [&](std::vector<net::NumberRange>& out) {
    return ports ? TakePorts(reader, statement, number == net::kProtocolUdp, out) : Taken::kYes;
  };
  const auto address = [&](std::vector<net::AddressMatch>& out) {
    return TakeAddresses(reader, statement, match.family, out);
  };
  if (const Taken taken = address(match.source); taken != Taken::kYes) return taken;
  if (const Taken taken = port(match.source_port); taken != Taken::kYes) return taken;
  if (const Taken taken = address(match.destination); taken != Taken::kYes) return taken;
  if (const Taken taken = port(match.destination_port); taken != Taken::kYes) return taken;
  if (number == net::kProtocolIcmp || number == net::kProtocolIcmp6) {
    if (const Taken taken = TakeIcmp(statement, match); taken != Taken::kYes) return taken;
  }
  return TakeQualifiers(statement, match);
}

/// A line that is not modelled stands where it is; what one with `no` takes away is not known.
void KeepOpen(Statement& statement, AclText& acl, std::uint32_t sequence, model::AclLine line,
              bool understood) {
  acl.has_unmodelled_lines = true;
  if (!statement.negated) LeaveOpen(acl.lines, acl.open, sequence, std::move(line), understood);
}

Verdict ReadAclLine(Reader& reader, Statement& statement) {
  AclText& acl = reader.acl();
  statement.words.Accept("seq");
  const auto number = statement.words.AcceptNumber(1, kSequenceMax);
  if (statement.negated && number && statement.words.done())
    return acl.lines.erase(*number), acl.open.erase(*number), kUnderstood;
  const std::uint32_t sequence =
      number.value_or(std::min(LastNumber(acl.lines, acl.open), kSequenceMax) + kSequenceStep);
  const bool permit = statement.words.Accept("permit");
  model::AclLine line{
      permit ? model::AclAction::kPermit : model::AclAction::kDeny, {.family = acl.family}, statement.span()};
  if (!permit && !statement.words.Accept("deny")) {
    const std::string_view word = statement.words.Peek().text;
    const bool harmless = word == "remark" || word == "counters" || word == "statistics" ||
                          word == "fragment-rules" || word == "hardware";
    if (!harmless) KeepOpen(statement, acl, sequence, std::move(line), false);
    return harmless ? kNoEffect : kNotKnown;
  }
  Taken taken = acl.standard ? TakeAddresses(reader, statement, acl.family, line.match.source)
                             : TakeExtended(reader, statement, line.match);
  if (taken == Taken::kYes && acl.standard) taken = TakeQualifiers(statement, line.match);
  if (taken != Taken::kYes) {
    KeepOpen(statement, acl, sequence, std::move(line), taken != Taken::kInvalid);
    return taken == Taken::kInvalid ? kNotKnown : NotModelled(kFilterImpact, "access list condition");
  }
  if (statement.negated) {
    std::erase_if(acl.lines, [&line](const auto& known) {
      return known.second.match == line.match && known.second.action == line.action;
    });
    return kUnderstood;
  }
  acl.lines[sequence] = std::move(line);
  acl.open.erase(sequence);
  return kUnderstood;
}

Verdict OpenAcl(Reader& reader, Statement& statement, net::Family family) {
  const bool standard = statement.words.Accept("standard");
  const Word name = statement.words.Next();
  if (name.empty()) return reader.Invalid(statement, name, "the name of the access list is missing");
  std::vector<AclText>& acls = reader.vendor.acls;
  const auto same = [&](const AclText& acl) { return acl.name == name.text && acl.family == family; };
  if (statement.negated) return std::erase_if(acls, same), kUnderstood;
  const auto known = std::ranges::find_if(acls, same);
  reader.acl_index = static_cast<std::size_t>(known - acls.begin());
  if (known == acls.end())
    acls.push_back(
        {.name = std::string(name.text), .family = family, .standard = standard, .span = statement.span()});
  reader.Open(ReadAclLine, kFilterImpact);
  return kUnderstood;
}

}  // namespace

Verdict ReadAcl4(Reader& reader, Statement& statement) {
  return OpenAcl(reader, statement, net::Family::kIpv4);
}
Verdict ReadAcl6(Reader& reader, Statement& statement) {
  return OpenAcl(reader, statement, net::Family::kIpv6);
}

}  // namespace ringfence::formats::arista_eos
