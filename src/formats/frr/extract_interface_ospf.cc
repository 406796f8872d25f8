// `ip ospf ...` and `ipv6 ospf6 ...` under interfaces.

#include <fmt/format.h>

#include "formats/frr/reader.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

std::optional<ospf::NetworkType> TypeOf(std::string_view word) {
  if (word == "broadcast") return ospf::NetworkType::kBroadcast;
  if (word == "point-to-point") return ospf::NetworkType::kPointToPoint;
  if (word == "non-broadcast") return ospf::NetworkType::kNonBroadcast;
  if (word == "point-to-multipoint") return ospf::NetworkType::kPointToMultipoint;
  return std::nullopt;
}

/// A number of the interface; `no` takes it back.
Verdict ReadNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t max) {
  if (statement.negated) return statement.words.Rest(), setting = {}, kUnderstood;
  const auto value = TakeNumber(reader, statement, 0, max);
  if (!value) return kNotKnown;
  if (!statement.words.done()) return NotModelled(Impact::kRouting4, "OSPF setting of one address");
  setting = {*value, statement.span()};
  return kUnderstood;
}

Verdict ReadArea(Statement& statement, OspfInterfaceText& text, std::uint32_t process) {
  if (statement.negated) return statement.words.Rest(), text.area = {}, kUnderstood;
  const auto area = TakeArea(statement);
  if (!area) return kNotKnown;
  if (!statement.words.done()) return NotModelled(Impact::kRouting4, "OSPF setting of one address");
  text.area = {*area, statement.span()};
  text.process = process;
  return kUnderstood;
}

Verdict ReadAuthentication(Statement& statement, OspfInterfaceText& text) {
  if (statement.negated) return statement.words.Rest(), text.authentication = {}, kUnderstood;
  const std::string_view kind = TakeOption(statement, {"message-digest", "null", "key-chain"});
  if (kind == "key-chain") return NotModelled(Impact::kRouting4 | Impact::kRouting6, "key chain");
  if (kind.empty() && !statement.words.done()) return kNotKnown;
  text.authentication = {kind.empty() ? "text" : kind == "null" ? "null" : "md5", statement.span()};
  return kUnderstood;
}

Verdict ReadDigestKey(Reader& reader, Statement& statement, OspfInterfaceText& text) {
  const auto id = TakeNumber(reader, statement, 1, 255);
  if (!id) return kNotKnown;
  if (statement.negated) return statement.words.Rest(), text.md5_keys.erase(*id), kUnderstood;
  if (!TakeWord(statement, "md5")) return kNotKnown;
  text.md5_keys[*id] = TakeKeyDigest(statement);
  return kUnderstood;
}

Verdict ReadDead(Reader& reader, Statement& statement, OspfInterfaceText& text) {
  if (!TakeWord(statement, "minimal")) return ReadNumber(reader, statement, text.dead_s, 65535);
  return NotModelled(Impact::kRouting4, "hellos below a second");
}

Verdict ReadType(Statement& statement, OspfInterfaceText& text) {
  if (statement.negated) return statement.words.Rest(), text.type = {}, kUnderstood;
  const auto type =
      TypeOf(TakeOption(statement, {"broadcast", "non-broadcast", "point-to-multipoint", "point-to-point"}));
  if (!type) return kNotKnown;
  // How adjacencies form on demand circuits changes no route.
  TakeOption(statement, {"dmvpn"});
  text.type = {*type, statement.span()};
  return kUnderstood;
}

Verdict ReadInterfaceOspf(Reader& reader, Statement& statement, OspfInterfaceText& text) {
  const std::uint32_t process = statement.words.AcceptNumber(1, 65535).value_or(1);
  const std::string_view word = TakeOption(statement, {"advertise",
                                                       "area",
                                                       "authentication",
                                                       "authentication-key",
                                                       "bfd",
                                                       "capability",
                                                       "cost",
                                                       "dead-interval",
                                                       "graceful-restart",
                                                       "hello-interval",
                                                       "ifmtu",
                                                       "instance-id",
                                                       "message-digest-key",
                                                       "mtu-ignore",
                                                       "neighbor-filter",
                                                       "network",
                                                       "passive",
                                                       "prefix-suppression",
                                                       "priority",
                                                       "retransmit-interval",
                                                       "retransmit-window",
                                                       "transmit-delay"});
  if (word == "area") return ReadArea(statement, text, process);
  if (word == "cost") return ReadNumber(reader, statement, text.cost, 65535);
  if (word == "hello-interval") return ReadNumber(reader, statement, text.hello_s, 65535);
  if (word == "dead-interval") return ReadDead(reader, statement, text);
  if (word == "priority") return ReadNumber(reader, statement, text.priority, 255);
  if (word == "network") return ReadType(statement, text);
  if (word == "mtu-ignore") return text.mtu_ignore = !statement.negated, kUnderstood;
  if (word == "authentication") return ReadAuthentication(statement, text);
  if (word == "message-digest-key") return ReadDigestKey(reader, statement, text);
  if (word == "authentication-key") {
    text.text_key = statement.negated ? std::string() : TakeKeyDigest(statement);
    return statement.words.Rest(), kUnderstood;
  }
  if (word == "passive") {
    if (!statement.words.done()) return NotModelled(Impact::kRouting4, "OSPF setting of one address");
    text.passive = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  if (word == "bfd" || word == "retransmit-interval" || word == "transmit-delay" || word == "capability" ||
      word == "graceful-restart" || word == "retransmit-window")
    return kNoEffect;
  if (word.empty()) return kNotKnown;
  return statement.negated
             ? kNoEffect
             : NotModelled(Impact::kRouting4 | Impact::kRouting6, "OSPF setting of an interface");
}

}  // namespace

Verdict ReadInterfaceOspf4(Reader& reader, Statement& statement) {
  return ReadInterfaceOspf(reader, statement, reader.interface().ospf4);
}
Verdict ReadInterfaceOspf6(Reader& reader, Statement& statement) {
  return ReadInterfaceOspf(reader, statement, reader.interface().ospf6);
}

}  // namespace ringfence::formats::frr
