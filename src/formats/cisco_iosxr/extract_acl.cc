// Access lists. A line this reader cannot express is marked not modelled and left open.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/reader.h"
#include "formats/header_words.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

constexpr std::uint8_t kFilterImpact = Impact::kForwarding | Impact::kManagement;
constexpr std::uint32_t kSequenceStep = 10;
constexpr std::uint32_t kSequenceMax = 0xffffffffU - kSequenceStep;

/// Result of taking one field of a line.
enum class Taken : std::uint8_t { kYes, kInvalid, kNotModelled };

/// `any`, `host A`, `A/L`, `A W`, `A` alone.
Taken TakeMatchAddress(Reader& reader, Statement& statement, net::Family family,
                       std::vector<net::AddressMatch>& out) {
  if (statement.words.Accept("any")) return Taken::kYes;
  if (statement.words.Accept("net-group")) return Taken::kNotModelled;
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
  const auto wildcard = net::ParseAddress(statement.words.Peek().text);
  if (!wildcard || wildcard->family != family)
    return out.push_back(net::AddressMatch::Of(net::Prefix::Host(*address))), Taken::kYes;
  statement.words.Next();
  if (*wildcard == net::MaskOf(family, net::AddressBits(family))) return Taken::kYes;  // as "any"
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

/// `eq P`, `neq P`, `lt P`, `gt P`, `range P Q`; nothing when none of them follows.
Taken TakePorts(Reader& reader, Statement& statement, bool udp, std::vector<net::NumberRange>& out) {
  if (statement.words.Accept("port-group")) return Taken::kNotModelled;
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
  if (const auto named = IcmpTypeOf(
          word == "echo" && match.family == net::Family::kIpv6 ? "echo-request" : word, match.family)) {
    match.icmp_type.push_back({*named, *named});
    statement.words.Next();
  } else if (const auto number = statement.words.AcceptNumber(0, 255)) {
    const auto type = static_cast<std::uint16_t>(*number);
    match.icmp_type.push_back({type, type});
    if (statement.words.AcceptNumber(0, 255)) return Taken::kNotModelled;
  } else if (word.find("unreachable") != std::string_view::npos ||
             word.find("prohibited") != std::string_view::npos ||
             word.find("unknown") != std::string_view::npos ||
             word.find("exceeded") != std::string_view::npos ||
             word.find("packet-too-big") != std::string_view::npos) {
    return Taken::kNotModelled;  // one code of a type
  }
  return Taken::kYes;
}

/// `[vrf V] ipv4 A` after `nexthop1`. What a probe follows, and a VRF without an address, are not modelled.
Taken TakeNextHop(Statement& statement, net::Family family, std::vector<model::PolicyHop>& hops) {
  model::PolicyHop hop{.recursive = true, .span = statement.span()};
  if (statement.words.Accept("vrf")) hop.table = VrfName(statement.words.Next().text);
  if (!statement.words.Accept(family == net::Family::kIpv4 ? "ipv4" : "ipv6")) return Taken::kNotModelled;
  hop.next_hop = net::ParseAddress(statement.words.Next().text);
  if (!hop.next_hop || hop.next_hop->family != family) return Taken::kNotModelled;
  hops.push_back(std::move(hop));
  return Taken::kYes;
}

Taken TakeQualifiers(Statement& statement, net::HeaderMatch& match, std::vector<model::PolicyHop>& hops) {
  constexpr std::string_view kNextHops[] = {"nexthop1", "nexthop2", "nexthop3"};
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    if (hops.size() < std::size(kNextHops) && word == kNextHops[hops.size()]) {
      const Taken hop = TakeNextHop(statement, match.family, hops);
      if (hop == Taken::kYes) continue;
      statement.words.Rest();
      return hop;
    }
    if (word == "established") {
      match.tcp_state = net::TcpState::kEstablished;
    } else if (word == "fragments") {
      match.fragment = true;
    } else if (word == "dscp") {
      const auto dscp = DscpOf(statement.words.Next().text);
      if (!dscp) return Taken::kNotModelled;
      match.dscp = static_cast<std::uint8_t>(*dscp);
    } else if (!(word == "log") && !(word == "log-input") && !(word == "icmp-off") && !(word == "capture") &&
               !(word == "icmp-on")) {
      if (word == "counter") {
        statement.words.Next();
        continue;
      }
      // Flags, lengths, other next hops: conditions and actions the model has no field for.
      statement.words.Rest();
      return Taken::kNotModelled;
    }
  }
  return Taken::kYes;
}

/// A line may leave the protocol out: "permit any any".
bool BeginsAddress(const Word& word) {
  return word == "any" || word == "host" || word == "net-group" || net::ParseAddress(word.text) ||
         net::ParseHostPrefix(word.text);
}

Taken TakeMatch(Reader& reader, Statement& statement, net::HeaderMatch& match,
                std::vector<model::PolicyHop>& hops) {
  if (!BeginsAddress(statement.words.Peek()) || ParseNumber(statement.words.Peek().text, 0, 255)) {
    const Word protocol = statement.words.Next();
    if (!(protocol == "ipv4") && !(protocol == "ipv6") && !(protocol == "ip")) {
      const auto number = ProtocolOf(protocol.text, match.family);
      if (!number) {
        reader.Invalid(statement, protocol, fmt::format("'{}' is not a protocol", protocol.text));
        return Taken::kInvalid;
      }
      match.protocol.push_back({*number, *number});
    }
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
  return TakeQualifiers(statement, match, hops);
}

std::uint32_t NextSequence(const AclText& acl) {
  return std::min(LastNumber(acl.lines, acl.open), kSequenceMax) + kSequenceStep;
}

/// A line that is not modelled stands where it is.
void KeepOpen(AclText& acl, std::uint32_t sequence, model::AclLine line, bool understood) {
  LeaveOpen(acl.lines, acl.open, sequence, std::move(line), understood);
  acl.steers.erase(sequence);
}

Verdict ReadAclLine(Reader& reader, Statement& statement) {
  AclText& acl = reader.vendor.acls[reader.acl_index];
  const auto sequence = statement.words.AcceptNumber(1, kSequenceMax);
  if (statement.negated && sequence && statement.words.done())
    return acl.lines.erase(*sequence), acl.open.erase(*sequence), acl.steers.erase(*sequence), kUnderstood;
  const std::uint32_t number = sequence.value_or(NextSequence(acl));
  const Word word = statement.words.Next();
  if (word == "remark") return kNoEffect;
  const bool permit = word == "permit";
  model::AclLine line{
      permit ? model::AclAction::kPermit : model::AclAction::kDeny, {.family = acl.family}, statement.span()};
  if (!permit && !(word == "deny")) {
    if (!statement.negated) KeepOpen(acl, number, std::move(line), false);
    return kNotKnown;
  }
  std::vector<model::PolicyHop> hops;
  const Taken taken = TakeMatch(reader, statement, line.match, hops);
  if (taken != Taken::kYes || (!hops.empty() && !permit)) {
    if (!statement.negated) KeepOpen(acl, number, std::move(line), taken != Taken::kInvalid);
    return taken == Taken::kInvalid ? kNotKnown : NotModelled(kFilterImpact, "access list condition");
  }
  if (statement.negated) {
    std::erase_if(acl.lines, [&line](const auto& known) {
      return known.second.match == line.match && known.second.action == line.action;
    });
    std::erase_if(acl.steers, [&acl](const auto& known) { return !acl.lines.contains(known.first); });
    return kUnderstood;
  }
  acl.lines[number] = std::move(line);
  acl.open.erase(number);
  acl.steers.erase(number);
  if (!hops.empty()) acl.steers[number] = std::move(hops);
  return kUnderstood;
}

}  // namespace

Verdict ReadAcl(Reader& reader, Statement& statement, net::Family family) {
  if (statement.words.Accept("log-update") || statement.words.Accept("maximum")) return kNoEffect;
  auto name = TakeName(reader, statement, "access list");
  if (!name) return kNotKnown;
  std::vector<AclText>& acls = reader.vendor.acls;
  const auto same = [&](const AclText& acl) { return acl.name == *name && acl.family == family; };
  if (statement.negated) return std::erase_if(acls, same), kUnderstood;
  const auto found = std::ranges::find_if(acls, same);
  reader.acl_index = static_cast<std::size_t>(found - acls.begin());
  if (found == acls.end())
    acls.push_back(
        {.name = std::move(*name), .family = family, .lines = {}, .steers = {}, .span = statement.span()});
  // A list may be written line by line, each with the name in front.
  if (!statement.words.done()) return ReadAclLine(reader, statement);
  reader.Open(ReadAclLine, kFilterImpact);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
