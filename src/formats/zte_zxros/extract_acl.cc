// `ipv4-access-list X` with numbered rules. A rule that cannot be expressed is left open and keeps its
// impact.

#include "formats/header_words.h"
#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {
namespace {

using model::Impact;

constexpr Verdict kNotExpressed = NotModelled(kPaths | Impact::kManagement, "condition of an access list");
constexpr std::uint32_t kStep = 1;

/// `any`, `host A`, `A W`. False: none of them.
bool TakeAddresses(Reader& reader, Statement& statement, std::vector<net::AddressMatch>& out) {
  if (statement.words.Accept("any")) return true;
  const bool host = statement.words.Accept("host");
  const auto address = TakeIpv4(reader, statement);
  if (!address) return false;
  net::IpAddress ignore = net::IpAddress::V4(0);
  if (!host) {
    const auto wildcard = TakeIpv4(reader, statement);
    if (!wildcard) return false;
    ignore = *wildcard;
  }
  out.push_back({net::And(*address, net::Not(ignore)), ignore});
  return true;
}

/// `eq P`, `range P P` when one of them follows. False: not expressed.
bool TakePorts(Statement& statement, bool udp, std::vector<net::NumberRange>& out) {
  const bool range = statement.words.Peek() == "range";
  if (!range && statement.words.Peek() != "eq") return true;
  statement.words.Next();
  const auto first = PortOf(statement.words.Next().text, udp);
  const auto last = range ? PortOf(statement.words.Next().text, udp) : first;
  if (!first || !last || *first > *last) return false;
  out.push_back({*first, *last});
  return true;
}

/// Conditions after the action. False: not expressed.
bool TakeConditions(Reader& reader, Statement& statement, net::HeaderMatch& match) {
  const std::string_view word = statement.words.Peek().text;
  // A source alone, in lists of the short form.
  if (word == "any" || word == "host" || net::ParseIpv4(word)) {
    if (!TakeAddresses(reader, statement, match.source)) return false;
    if (statement.words.done()) return true;
    return false;
  }
  statement.words.Next();
  const auto protocol = word == "ip" ? std::nullopt : ProtocolOf(word, net::Family::kIpv4);
  if (word != "ip" && !protocol) return false;
  if (protocol) match.protocol.push_back({*protocol, *protocol});
  const bool ports = protocol && (*protocol == net::kProtocolTcp || *protocol == net::kProtocolUdp);
  const bool udp = protocol && *protocol == net::kProtocolUdp;
  if (!TakeAddresses(reader, statement, match.source)) return false;
  if (ports && !TakePorts(statement, udp, match.source_port)) return false;
  if (!TakeAddresses(reader, statement, match.destination)) return false;
  if (ports && !TakePorts(statement, udp, match.destination_port)) return false;
  return statement.words.done();
}

Verdict ReadRule(Reader& reader, Statement& statement) {
  AclText& list = reader.vendor.acls[reader.acl_index];
  if (statement.words.Accept("description")) return statement.words.Rest(), kNoEffect;
  if (!statement.words.Accept("rule")) return kNotKnown;
  auto number = statement.words.AcceptNumber(1, 0x7fffffffU);
  if (statement.negated) {
    if (!number) return kNotKnown;
    return list.lines.erase(*number), list.open.erase(*number), statement.words.Rest(), kUnderstood;
  }
  if (!number) number = LastNumber(list.lines, list.open) + kStep;
  model::AclLine line;
  const bool permit = statement.words.Accept("permit");
  const bool denies = !permit && statement.words.Accept("deny");
  line.action = permit ? model::AclAction::kPermit : model::AclAction::kDeny;
  line.span = statement.span();
  const bool known = permit || denies;
  if (!known || !TakeConditions(reader, statement, line.match)) {
    LeaveOpen(list.lines, list.open, *number, std::move(line), false);
    return known ? (statement.words.Rest(), kNotExpressed) : kNotKnown;
  }
  list.lines[*number] = std::move(line);
  list.open.erase(*number);
  return kUnderstood;
}

}  // namespace

Verdict ReadAcl(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  if (name.empty() || !statement.words.done()) return kNotKnown;
  std::vector<AclText>& all = reader.vendor.acls;
  const auto named = [&name](const AclText& list) { return list.name == name.text; };
  if (statement.negated) return std::erase_if(all, named), kUnderstood;
  const auto known = std::ranges::find_if(all, named);
  reader.acl_index = static_cast<std::size_t>(known - all.begin());
  if (known == all.end()) {
    all.emplace_back();
    all.back().name = name.text;
    all.back().span = statement.span();
  }
  reader.Open(ReadRule, kPaths | Impact::kManagement);
  return kUnderstood;
}

}  // namespace ringfence::formats::zte_zxros
