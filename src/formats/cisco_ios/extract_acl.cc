// Access lists of every kind, and address groups. A line this reader cannot express is marked not modelled
// and left open; the list remembers that it is not complete.

#include <fmt/format.h>

#include "formats/cisco_ios/port_name.h"
#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

constexpr std::uint8_t kFilterImpact =
    Impact::kRouting4 | Impact::kForwarding | Impact::kManagement | Impact::kProtection;
constexpr std::uint32_t kSequenceStep = 10;
constexpr std::uint32_t kSequenceMax = 2147483647;

AclText& AclOf(Reader& reader, std::string name, net::Family family, bool standard, base::Span span) {
  std::vector<AclText>& acls = reader.vendor.acls;
  for (std::size_t i = 0; i < acls.size(); ++i) {
    if (acls[i].name == name && acls[i].family == family) return reader.acl_index = i, acls[i];
  }
  reader.acl_index = acls.size();
  acls.push_back({.name = std::move(name), .family = family, .standard = standard, .span = span});
  return acls.back();
}

/// Result of taking one field of a line.
enum class Taken : std::uint8_t { kYes, kInvalid, kNotModelled };

Taken TakeGroup(Reader& reader, Statement& statement, std::vector<net::AddressMatch>& out) {
  const Word name = statement.words.Next();
  const auto group = reader.vendor.object_groups.find(std::string(name.text));
  if (group == reader.vendor.object_groups.end()) {
    reader.Undefined(statement.words.SpanOf(name), "object group", name.text);
    return Taken::kInvalid;
  }
  // An empty group matches nothing, which an empty list cannot say.
  if (!group->second.complete || group->second.members.empty()) return Taken::kNotModelled;
  return out = group->second.members, Taken::kYes;
}

/// `any`, `host A`, `A W`, `object-group G`; a standard line may leave the wildcard out.
Taken TakeAddress4(Reader& reader, Statement& statement, bool standard, std::vector<net::AddressMatch>& out) {
  if (statement.words.Accept("any")) return Taken::kYes;
  if (statement.words.Accept("object-group")) return TakeGroup(reader, statement, out);
  const bool host = statement.words.Accept("host");
  const auto address = TakeIpv4(reader, statement);
  if (!address) return Taken::kInvalid;
  net::IpAddress wildcard = net::IpAddress::V4(0);
  if (!host && !(standard && !net::ParseIpv4(statement.words.Peek().text))) {
    const auto taken = TakeIpv4(reader, statement);
    if (!taken) return Taken::kInvalid;
    wildcard = *taken;
  }
  if (wildcard == net::IpAddress::V4(0xffffffffU)) return Taken::kYes;  // the same as "any"
  out.push_back({net::And(*address, net::Not(wildcard)), wildcard});
  return Taken::kYes;
}

Taken TakeAddress6(Reader& reader, Statement& statement, std::vector<net::AddressMatch>& out) {
  if (statement.words.Accept("any")) return Taken::kYes;
  const bool host = statement.words.Accept("host");
  const Word word = statement.words.Next();
  const auto address = host ? net::ParseAddress(word.text) : std::nullopt;
  const auto prefix =
      address ? std::optional(net::HostPrefix{*address, 128}) : net::ParseHostPrefix(word.text);
  if (!prefix || prefix->address.family != net::Family::kIpv6) {
    reader.Invalid(statement, word, fmt::format("'{}' is not an IPv6 prefix", word.text));
    return Taken::kInvalid;
  }
  if (prefix->length > 0) out.push_back(net::AddressMatch::Of(prefix->subnet()));
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
  if (relation != "eq" && relation != "neq" && relation != "lt" && relation != "gt" && relation != "range") {
    return Taken::kYes;
  }
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
    if (relation != "gt" && first > 0) out.push_back({0, static_cast<std::uint16_t>(first - 1)});
    if (relation != "lt" && first < 65535) out.push_back({static_cast<std::uint16_t>(first + 1), 65535});
    if (out.empty()) return Taken::kNotModelled;  // matches nothing
  }
  return Taken::kYes;
}

/// ICMP type by number or name; a code narrows further than the model can say.
Taken TakeIcmp(Statement& statement, net::HeaderMatch& match) {
  const std::string_view word = statement.words.Peek().text;
  if (IcmpTypeOf(word, match.family)) {
    const std::uint16_t type = *IcmpTypeOf(word, match.family);
    match.icmp_type.push_back({type, type});
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
    } else if (word == "log" || word == "log-input") {
      statement.words.Rest();  // an optional cookie
    } else {
      // precedence, tos, time-range, reflect, single TCP flags, options, ttl.
      constexpr std::string_view kKnown[] = {"precedence", "tos",
                                             "time-range", "reflect",
                                             "ack",        "fin",
                                             "psh",        "rst",
                                             "syn",        "urg",
                                             "match-any",  "match-all",
                                             "option",     "ttl",
                                             "flow-label", "routing",
                                             "mobility",   "hbh",
                                             "auth",       "dest-option",
                                             "sequence",   "undetermined-transport"};
      return std::ranges::find(kKnown, word.text) != std::end(kKnown) ? Taken::kNotModelled : Taken::kInvalid;
    }
  }
  return Taken::kYes;
}

Taken TakeExtended(Reader& reader, Statement& statement, net::HeaderMatch& match) {
  const bool v4 = match.family == net::Family::kIpv4;
  const Word protocol = statement.words.Next();
  if (protocol == "object-group") return Taken::kNotModelled;
  if (!(protocol == (v4 ? "ip" : "ipv6"))) {
    const auto number = ProtocolOf(protocol.text, match.family);
    if (!number) {
      reader.Invalid(statement, protocol, fmt::format("'{}' is not a protocol", protocol.text));
      return Taken::kInvalid;
    }
    match.protocol.push_back({*number, *number});
  }
  const std::uint16_t number = match.protocol.empty() ? std::uint16_t{0} : match.protocol[0].first;
  const bool ports = number == net::kProtocolTcp || number == net::kProtocolUdp || number == 132;
  const auto address = [&](std::vector<net::AddressMatch>& out) {
    return v4 ? TakeAddress4(reader, statement, false, out) : TakeAddress6(reader, statement, out);
  };
  const auto port = [&](std::vector<net::NumberRange>& out) {
    return ports ? TakePorts(reader, statement, number == net::kProtocolUdp, out) : Taken::kYes;
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

/// The words after the sequence number of a line.
Verdict ReadEntry(Reader& reader, Statement& statement, AclText& acl, std::uint32_t sequence) {
  const bool permit = statement.words.Accept("permit");
  model::AclLine line{
      permit ? model::AclAction::kPermit : model::AclAction::kDeny, {.family = acl.family}, statement.span()};
  if (!permit && !statement.words.Accept("deny")) {
    if (statement.words.Accept("remark") || statement.words.Accept("description")) return kNoEffect;
    const bool by_state = statement.words.Accept("evaluate") || statement.words.Accept("dynamic");
    KeepOpen(statement, acl, sequence, std::move(line), false);
    return by_state ? NotModelled(kFilterImpact, "access list by state") : kNotKnown;
  }
  Taken taken = acl.standard ? TakeAddress4(reader, statement, true, line.match.source)
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

std::uint32_t NextSequence(const AclText& acl) {
  return std::min(LastNumber(acl.lines, acl.open), kSequenceMax) + kSequenceStep;
}

Verdict ReadAclLine(Reader& reader, Statement& statement) {
  AclText& acl = reader.vendor.acls[reader.acl_index];
  statement.words.Accept("sequence");
  const auto sequence = statement.words.AcceptNumber(1, kSequenceMax);
  if (statement.negated && sequence && statement.words.done())
    return acl.lines.erase(*sequence), acl.open.erase(*sequence), kUnderstood;
  return ReadEntry(reader, statement, acl, sequence.value_or(NextSequence(acl)));
}

Verdict RemoveAcl(Reader& reader, std::string_view name, net::Family family) {
  std::erase_if(reader.vendor.acls,
                [=](const AclText& acl) { return acl.name == name && acl.family == family; });
  return kUnderstood;
}

bool IsStandardNumber(std::uint32_t number) { return number <= 99 || (number >= 1300 && number <= 1999); }

Verdict ReadGroupLine(Reader& reader, Statement& statement) {
  ObjectGroupText& group = reader.vendor.object_groups[reader.block_name];
  if (statement.words.Accept("description")) return kNoEffect;
  const bool simple = !statement.negated && !(statement.words.Peek() == "range");
  if (!simple) return group.complete = false, NotModelled(kFilterImpact, "address range in a group");
  if (statement.words.Accept("group-object")) {
    const Word name = statement.words.Next();
    const auto nested = reader.vendor.object_groups.find(std::string(name.text));
    if (nested == reader.vendor.object_groups.end() || name.text == reader.block_name) {
      return reader.Undefined(statement.words.SpanOf(name), "object group", name.text),
             group.complete = false, kNotKnown;
    }
    group.members.insert(group.members.end(), nested->second.members.begin(), nested->second.members.end());
    group.complete = group.complete && nested->second.complete;
    return kUnderstood;
  }
  if (statement.words.Accept("any")) {
    group.members.push_back(net::AddressMatch::Of(net::Prefix::Default(net::Family::kIpv4)));
    return kUnderstood;
  }
  if (statement.words.Accept("host")) {
    const auto host = TakeIpv4(reader, statement);
    if (!host) return group.complete = false, kNotKnown;
    group.members.push_back(net::AddressMatch::Of(net::Prefix::Host(*host)));
    return kUnderstood;
  }
  const auto subnet = TakeAddressAndMask(reader, statement);
  if (!subnet) return group.complete = false, kNotKnown;
  group.members.push_back(net::AddressMatch::Of(subnet->subnet()));
  return kUnderstood;
}

}  // namespace

Verdict ReadNumberedAcl(Reader& reader, Statement& statement) {
  const Word word = statement.words.Peek();
  const auto number = TakeNumber(reader, statement, 1, 2699);
  if (!number) return kNotKnown;
  const bool standard = IsStandardNumber(*number);
  const bool extended = (*number >= 100 && *number <= 199) || *number >= 2000;
  if (!standard && !extended) return kNoEffect;  // other protocol families
  if (statement.negated && statement.words.done()) return RemoveAcl(reader, word.text, net::Family::kIpv4);
  AclText& acl = AclOf(reader, std::string(word.text), net::Family::kIpv4, standard, statement.span());
  return ReadEntry(reader, statement, acl, NextSequence(acl));
}

Verdict ReadNamedAcl(Reader& reader, Statement& statement) {
  const Word kind = statement.words.Next();
  if (kind == "resequence" || kind == "log-update" || kind == "logging" || kind == "helper") return kNoEffect;
  if (!(kind == "standard" || kind == "extended")) return kNotKnown;
  const Word name = statement.words.Next();
  if (name.empty()) return reader.Invalid(statement, name, "the name of the access list is missing");
  if (statement.negated) return RemoveAcl(reader, name.text, net::Family::kIpv4);
  AclOf(reader, std::string(name.text), net::Family::kIpv4, kind == "standard", statement.span());
  reader.Open(ReadAclLine, kFilterImpact);
  return kUnderstood;
}

Verdict ReadNamedAcl6(Reader& reader, Statement& statement) {
  statement.words.Accept("role-based");
  const Word name = statement.words.Next();
  if (name.empty()) return reader.Invalid(statement, name, "the name of the access list is missing");
  if (statement.negated) return RemoveAcl(reader, name.text, net::Family::kIpv6);
  AclOf(reader, std::string(name.text), net::Family::kIpv6, false, statement.span());
  reader.Open(ReadAclLine, kFilterImpact | Impact::kRouting6);
  return kUnderstood;
}

Verdict ReadObjectGroup(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("network")) return kNoEffect;  // services: lines that use them are not modelled
  reader.block_name = std::string(statement.words.Next().text);
  if (statement.negated) return reader.vendor.object_groups.erase(reader.block_name), kUnderstood;
  reader.vendor.object_groups[reader.block_name];
  reader.Open(ReadGroupLine, kFilterImpact);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_ios
