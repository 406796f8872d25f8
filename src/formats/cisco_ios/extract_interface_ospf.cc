// `ip ospf ...` under an interface.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

constexpr std::uint32_t kIntervalMax = 65535;

Verdict SetNumber(Reader& reader, Statement& statement, Setting<std::uint32_t>& setting, std::uint32_t min,
                  std::uint32_t max) {
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, min, max);
  if (!number) return kNotKnown;
  setting = {*number, statement.span()};
  return kUnderstood;
}

Verdict ReadCost(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface().ospf.cost, 1, 65535);
}

Verdict ReadHello(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface().ospf.hello_s, 1, kIntervalMax);
}

Verdict ReadDead(Reader& reader, Statement& statement) {
  OspfInterfaceText& text = reader.interface().ospf;
  if (!statement.words.Accept("minimal")) return SetNumber(reader, statement, text.dead_s, 1, kIntervalMax);
  // Hellos many times a second: the dead interval is one second and hello intervals are not compared.
  statement.words.Rest();
  text.hello_s = text.dead_s = {1, statement.span()};
  return kUnderstood;
}

Verdict ReadPriority(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface().ospf.priority, 0, 255);
}

Verdict ReadNetworkType(Reader& reader, Statement& statement) {
  Setting<ospf::NetworkType>& type = reader.interface().ospf.type;
  if (statement.negated) return type = {}, statement.words.Rest(), kUnderstood;
  const Word word = statement.words.Next();
  if (word == "broadcast") {
    type.value = ospf::NetworkType::kBroadcast;
  } else if (word == "point-to-point") {
    type.value = ospf::NetworkType::kPointToPoint;
  } else if (word == "non-broadcast") {
    type.value = ospf::NetworkType::kNonBroadcast;
  } else if (word == "point-to-multipoint") {
    if (statement.words.Accept("non-broadcast"))
      return NotModelled(Impact::kRouting4, "static OSPF neighbours");
    type.value = ospf::NetworkType::kPointToMultipoint;
  } else {
    return reader.Invalid(statement, word, fmt::format("'{}' is not an OSPF network type", word.text));
  }
  type.span = statement.span();
  return kUnderstood;
}

Verdict ReadMtuIgnore(Reader& reader, Statement& statement) {
  reader.interface().ospf.mtu_ignore = !statement.negated;
  return kUnderstood;
}

Verdict ReadAuthentication(Reader& reader, Statement& statement) {
  Setting<std::string>& authentication = reader.interface().ospf.authentication;
  if (statement.negated) return authentication = {}, statement.words.Rest(), kUnderstood;
  std::string kind = "text";
  if (statement.words.Accept("message-digest")) kind = "md5";
  if (statement.words.Accept("null")) kind = "null";
  if (statement.words.Accept("key-chain")) kind = fmt::format("chain:{}", statement.words.Next().text);
  authentication = {kind, statement.span()};
  return kUnderstood;
}

Verdict ReadTextKey(Reader& reader, Statement& statement) {
  const std::string digest = TakeKeyDigest(statement);
  reader.interface().ospf.text_key = statement.negated ? "" : digest;
  return kUnderstood;
}

Verdict ReadMd5Key(Reader& reader, Statement& statement) {
  const auto id = TakeNumber(reader, statement, 1, 255);
  if (!id) return kNotKnown;
  std::map<std::uint32_t, std::string>& keys = reader.interface().ospf.md5_keys;
  if (statement.negated) return keys.erase(*id), statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("md5")) return kNotKnown;
  keys[*id] = TakeKeyDigest(statement);
  return kUnderstood;
}

Verdict ReadOspfOff(Reader& reader, Statement& statement) {
  reader.interface().ospf.off = !statement.negated;
  return kUnderstood;
}

constexpr Keyword kKeywords[] = {
    {"authentication", ReadAuthentication},
    {"authentication-key", ReadTextKey},
    {"bfd"},
    {"cost", ReadCost},
    {"database-filter", nullptr, NotModelled(Impact::kRouting4, "LSA flooding filter")},
    {"dead-interval", ReadDead},
    {"demand-circuit"},
    {"fast-reroute", nullptr, NotModelled(Impact::kForwarding, "fast reroute")},
    {"flood-reduction"},
    {"hello-interval", ReadHello},
    {"lls"},
    {"message-digest-key", ReadMd5Key},
    {"mtu-ignore", ReadMtuIgnore},
    {"network", ReadNetworkType},
    {"prefix-suppression", nullptr, NotModelled(Impact::kRouting4, "prefix suppression")},
    {"priority", ReadPriority},
    {"resync-timeout"},
    {"retransmit-interval"},
    {"shutdown", ReadOspfOff},
    {"transmit-delay"},
    {"ttl-security", nullptr, NotModelled(Impact::kRouting4, "TTL security")},
};
static_assert(IsSorted(kKeywords));

}  // namespace

Verdict ReadInterfaceOspf(Reader& reader, Statement& statement) {
  const auto process = statement.words.AcceptNumber(1, 65535);
  if (!process) return reader.Dispatch(kKeywords, statement);
  if (!statement.words.Accept("area")) return kNotKnown;
  const auto area = TakeArea(reader, statement);
  if (!area) return kNotKnown;
  if (statement.words.Accept("secondaries"))
    return NotModelled(Impact::kRouting4, "secondary addresses left out of OSPF");
  OspfInterfaceText& text = reader.interface().ospf;
  if (statement.negated) return text.process = {}, kUnderstood;
  if (text.process.set() && (text.process.value != *process || text.area != *area)) {
    reader.diagnostics.Add({base::DiagnosticKind::kInterfaceTwoAreas,
                            statement.span(),
                            fmt::format("'{}' is put into two OSPF areas", reader.interface().name),
                            {text.process.span}});
    return kNotKnown;
  }
  text.process = {*process, statement.span()};
  text.area = *area;
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_ios
