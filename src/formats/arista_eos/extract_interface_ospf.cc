// `ip ospf ...`, `ipv6 ospf ...` and `ospfv3 ...` under an interface.

#include <fmt/format.h>

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

constexpr std::uint32_t kIntervalMax = 65535;

/// The statements of one version under the open interface, and what unmodelled lines of it change.
struct Target {
  OspfInterfaceText& text;
  std::uint8_t impact = Impact::kRouting4;
};

Verdict SetNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t min,
                  std::uint32_t max) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, min, max);
  if (!number) return kNotKnown;
  setting = {*number, statement.span()};
  return kUnderstood;
}

Verdict ReadArea(Reader& reader, Statement& statement, Target target) {
  if (statement.negated) return target.text.area = {}, statement.words.Rest(), kUnderstood;
  const auto area = TakeArea(reader, statement);
  if (!area) return kNotKnown;
  target.text.area = {*area, statement.span()};
  return kUnderstood;
}

Verdict ReadNetworkType(Reader& reader, Statement& statement, Target target) {
  Setting<ospf::NetworkType>& type = target.text.type;
  if (statement.negated) return type = {}, statement.words.Rest(), kUnderstood;
  const Word word = statement.words.Next();
  if (word == "broadcast") {
    type.value = ospf::NetworkType::kBroadcast;
  } else if (word == "point-to-point") {
    type.value = ospf::NetworkType::kPointToPoint;
  } else if (word == "non-broadcast") {
    type.value = ospf::NetworkType::kNonBroadcast;
  } else if (word == "point-to-multipoint") {
    type.value = ospf::NetworkType::kPointToMultipoint;
  } else {
    return reader.Invalid(statement, word, fmt::format("'{}' is not an OSPF network type", word.text));
  }
  type.span = statement.span();
  return kUnderstood;
}

Verdict ReadAuthentication(Statement& statement, Target target) {
  if (target.impact == Impact::kRouting6) {
    if (statement.negated) return kNoEffect;
    return NotModelled(target.impact, "OSPFv3 authentication by IPsec");
  }
  if (statement.negated) return target.text.authentication = {}, statement.words.Rest(), kUnderstood;
  const bool hash = statement.words.Accept("message-digest");
  target.text.authentication = {hash ? "md5" : "text", statement.span()};
  return kUnderstood;
}

/// `message-digest-key ID ALGORITHM [7] KEY`.
Verdict ReadHashKey(Reader& reader, Statement& statement, Target target) {
  const auto id = TakeNumber(reader, statement, 1, 255);
  if (!id) return kNotKnown;
  std::map<std::uint32_t, HashKeyText>& keys = target.text.hash_keys;
  if (statement.negated) return keys.erase(*id), statement.words.Rest(), kUnderstood;
  const std::string_view algorithm = statement.words.Next().text;
  if (algorithm != "md5" && !algorithm.starts_with("sha")) return kNotKnown;
  keys[*id] = {std::string(algorithm), TakeKeyDigest(statement)};
  return kUnderstood;
}

Verdict ReadStatement(Reader& reader, Statement& statement, Target target) {
  OspfInterfaceText& text = target.text;
  const Word word = statement.words.Next();
  if (word == "area") return ReadArea(reader, statement, target);
  if (word == "cost") return SetNumber(reader, statement, text.cost, 1, 65535);
  if (word == "hello-interval") return SetNumber(reader, statement, text.hello_s, 1, kIntervalMax);
  if (word == "dead-interval") return SetNumber(reader, statement, text.dead_s, 1, kIntervalMax);
  if (word == "priority") return SetNumber(reader, statement, text.priority, 0, 255);
  if (word == "network") return ReadNetworkType(reader, statement, target);
  if (word == "mtu-ignore") return text.mtu_ignore = !statement.negated, kUnderstood;
  if (word == "disabled") return text.off = !statement.negated, kUnderstood;
  if (word == "passive-interface") return text.passive = !statement.negated, kUnderstood;
  if (word == "authentication" || word == "encryption") return ReadAuthentication(statement, target);
  if (word == "message-digest-key") return ReadHashKey(reader, statement, target);
  if (word == "authentication-key") {
    const std::string digest = TakeKeyDigest(statement);
    text.text_key = statement.negated ? "" : digest;
    return kUnderstood;
  }
  if (word == "ttl-security" || word == "ttl")
    return statement.negated ? kNoEffect : NotModelled(target.impact, "TTL security");
  const bool harmless = word == "bfd" || word == "neighbor" || word == "retransmit-interval" ||
                        word == "transmit-delay" || word == "shutdown-on-linkdown";
  return harmless ? kNoEffect : kNotKnown;
}

}  // namespace

Verdict ReadInterfaceOspf(Reader& reader, Statement& statement) {
  return ReadStatement(reader, statement, {reader.interface().ospf, Impact::kRouting4});
}

Verdict ReadInterfaceOspf6(Reader& reader, Statement& statement) {
  OspfInterfaceText& text = reader.interface().ospf3;
  if (const auto process = statement.words.AcceptNumber(1, 65535)) {
    text.process = {*process, statement.span()};
    if (!(statement.words.Peek() == "area")) return kNotKnown;
  }
  return ReadStatement(reader, statement, {text, Impact::kRouting6});
}

Verdict ReadInterfaceOspfv3(Reader& reader, Statement& statement) {
  if (statement.words.Accept("ipv4"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kRouting4, "OSPFv3 for IPv4");
  statement.words.Accept("ipv6");
  return ReadStatement(reader, statement, {reader.interface().ospf3, Impact::kRouting6});
}

}  // namespace ringfence::formats::arista_eos
