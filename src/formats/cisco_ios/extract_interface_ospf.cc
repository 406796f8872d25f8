// `ip ospf ...`, `ipv6 ospf ...` and `ospfv3 ...` under an interface: one set of statements, of which each
// version has its own table.

#include <fmt/format.h>

#include "formats/bfd_text.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"

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
  if (!statement.negated && statement.words.Accept("dynamic"))
    return NotModelled(kRouting, "cost that follows the link's quality");
  return SetNumber(reader, statement, reader.interface_ospf->cost, 1, 65535);
}

Verdict ReadHello(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface_ospf->hello_s, 1, kIntervalMax);
}

Verdict ReadDead(Reader& reader, Statement& statement) {
  OspfInterfaceText& text = *reader.interface_ospf;
  if (!statement.words.Accept("minimal")) return SetNumber(reader, statement, text.dead_s, 1, kIntervalMax);
  // Hellos many times a second: the dead interval is one second and hello intervals are not compared.
  statement.words.Rest();
  text.hello_s = text.dead_s = {1, statement.span()};
  return kUnderstood;
}

Verdict ReadPriority(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface_ospf->priority, 0, 255);
}

Verdict ReadNetworkType(Reader& reader, Statement& statement) {
  Setting<ospf::NetworkType>& type = reader.interface_ospf->type;
  if (statement.negated) return type = {}, statement.words.Rest(), kUnderstood;
  const Word word = statement.words.Next();
  if (word == "broadcast") {
    type.value = ospf::NetworkType::kBroadcast;
  } else if (word == "point-to-point") {
    type.value = ospf::NetworkType::kPointToPoint;
  } else if (word == "non-broadcast") {
    type.value = ospf::NetworkType::kNonBroadcast;
  } else if (word == "point-to-multipoint") {
    if (statement.words.Accept("non-broadcast")) return NotModelled(kRouting, "static OSPF neighbours");
    type.value = ospf::NetworkType::kPointToMultipoint;
  } else if (word == "manet") {
    return NotModelled(kRouting, "OSPF over radio networks");
  } else {
    return reader.Invalid(statement, word, fmt::format("'{}' is not an OSPF network type", word.text));
  }
  type.span = statement.span();
  return kUnderstood;
}

Verdict ReadMtuIgnore(Reader& reader, Statement& statement) {
  reader.interface_ospf->mtu_ignore = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadAuthentication(Reader& reader, Statement& statement) {
  Setting<std::string>& authentication = reader.interface_ospf->authentication;
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
  reader.interface_ospf->text_key = statement.negated ? "" : digest;
  return kUnderstood;
}

Verdict ReadMd5Key(Reader& reader, Statement& statement) {
  const auto id = TakeNumber(reader, statement, 1, 255);
  if (!id) return kNotKnown;
  std::map<std::uint32_t, std::string>& keys = reader.interface_ospf->md5_keys;
  if (statement.negated) return keys.erase(*id), statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("md5")) return kNotKnown;
  keys[*id] = TakeKeyDigest(statement);
  return kUnderstood;
}

Verdict ReadAuthentication6(Reader& reader, Statement& statement) {
  Setting<std::string>& authentication = reader.interface_ospf->authentication;
  if (statement.negated) return authentication = {}, statement.words.Rest(), kUnderstood;
  const auto kind = TakeOspf3Authentication(reader, statement);
  if (!kind) return kNotKnown;
  authentication = {*kind, statement.span()};
  return kUnderstood;
}

Verdict ReadEncryption(Reader&, Statement& statement) {
  if (statement.negated || statement.words.Accept("null")) return kNoEffect;
  return NotModelled(Impact::kRouting6, "OSPFv3 encryption by IPsec");
}

Verdict ReadOspfOff(Reader& reader, Statement& statement) {
  reader.interface_ospf->off = {!statement.negated, statement.span()};
  return kUnderstood;
}

constexpr Keyword kKeywords[] = {
    {"authentication", ReadAuthentication},
    {"authentication-key", ReadTextKey},
    {"bfd", ReadBfd},
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

constexpr Keyword kKeywords6[] = {
    {"authentication", ReadAuthentication6},
    {"bfd", ReadBfd},
    {"cost", ReadCost},
    {"database-filter", nullptr, NotModelled(Impact::kRouting6, "LSA flooding filter")},
    {"dead-interval", ReadDead},
    {"demand-circuit"},
    {"encryption", ReadEncryption},
    {"flood-reduction"},
    {"hello-interval", ReadHello},
    {"mtu-ignore", ReadMtuIgnore},
    {"multi-area", nullptr, NotModelled(Impact::kRouting6, "OSPF link in several areas")},
    {"neighbor", nullptr, NotModelled(Impact::kRouting6, "static OSPF neighbour")},
    {"network", ReadNetworkType},
    {"prefix-suppression", nullptr, NotModelled(Impact::kRouting6, "prefix suppression")},
    {"priority", ReadPriority},
    {"retransmit-interval"},
    {"shutdown", ReadOspfOff},
    {"transmit-delay"},
};
static_assert(IsSorted(kKeywords6));

/// Puts the interface into an area of a process.
Verdict Attach(Reader& reader, Statement& statement, Setting<std::uint32_t>& attached, ospf::AreaId& in,
               std::uint32_t process) {
  const auto area = TakeArea(reader, statement);
  if (!area) return kNotKnown;
  if (statement.words.Accept("secondaries"))
    return NotModelled(Impact::kRouting4, "secondary addresses left out of OSPF");
  if (statement.words.Accept("instance")) {
    const auto instance = TakeNumber(reader, statement, 0, 255);
    if (!instance) return kNotKnown;
    if (*instance != 0) return NotModelled(Impact::kRouting6, "OSPFv3 instance");
  }
  if (statement.negated) return attached = {}, kUnderstood;
  if (attached.set() && (attached.value != process || in != *area)) {
    reader.diagnostics.Add({base::DiagnosticKind::kInterfaceTwoAreas,
                            statement.span(),
                            fmt::format("'{}' is put into two OSPF areas", reader.interface().name),
                            {attached.span}});
    return kNotKnown;
  }
  attached = {process, statement.span()};
  in = *area;
  return kUnderstood;
}

Verdict Attach6(Reader& reader, Statement& statement, std::uint32_t process) {
  InterfaceText& interface = reader.interface();
  return Attach(reader, statement, interface.ospf3_process, interface.ospf3_area, process);
}

}  // namespace

std::optional<std::string> TakeOspf3Authentication(Reader& reader, Statement& statement) {
  if (statement.words.Accept("null")) return "null";
  if (statement.words.Accept("key-chain")) return fmt::format("chain:{}", statement.words.Next().text);
  if (!statement.words.Accept("ipsec") || !statement.words.Accept("spi")) return std::nullopt;
  const auto spi = TakeNumber(reader, statement, 256, 0xffffffffU);
  const std::string_view algorithm = statement.words.Next().text;
  if (!spi || (algorithm != "md5" && algorithm != "sha1")) return std::nullopt;
  return fmt::format("ipsec:{}:{}:{}", *spi, algorithm, TakeKeyDigest(statement));
}

Verdict ReadInterfaceOspf(Reader& reader, Statement& statement) {
  OspfInterfaceText& text = reader.interface().ospf;
  const auto process = statement.words.AcceptNumber(1, 65535);
  if (process && !statement.words.Accept("area")) return kNotKnown;
  if (process) return Attach(reader, statement, text.process, text.area, *process);
  reader.interface_ospf = &text;
  return reader.Dispatch(kKeywords, statement);
}

Verdict ReadInterfaceOspf6(Reader& reader, Statement& statement) {
  const auto process = statement.words.AcceptNumber(1, 65535);
  if (process && !statement.words.Accept("area")) return kNotKnown;
  if (process) return Attach6(reader, statement, *process);
  reader.interface_ospf = &reader.interface().ospf3[Ospf3Scope()];
  return reader.Dispatch(kKeywords6, statement);
}

Verdict ReadInterfaceOspfv3(Reader& reader, Statement& statement) {
  const auto process = statement.words.AcceptNumber(1, 65535);
  if (statement.words.Accept("ipv4"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kRouting4, "OSPFv3 for IPv4");
  const bool v6 = statement.words.Accept("ipv6");
  if (process && v6 && statement.words.Accept("area")) return Attach6(reader, statement, *process);
  reader.interface_ospf = &reader.interface().ospf3[{process.value_or(0), v6}];
  return reader.Dispatch(kKeywords6, statement);
}

}  // namespace ringfence::formats::cisco_ios
