// Interfaces: their own blocks, and the sections that give ports VLANs and put them into bundles.

#include <fmt/format.h>

#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {
namespace {

using model::Impact;

Verdict ReadAddress4(Reader& reader, Statement& statement) {
  std::vector<model::InterfaceAddress>& all = reader.interface().addresses;
  if (statement.negated && statement.words.done()) {
    std::erase_if(all, [](const auto& known) { return known.address.address.family == net::Family::kIpv4; });
    return kUnderstood;
  }
  model::InterfaceAddress address;
  const auto prefix = TakeAddressAndMask(reader, statement);
  if (!prefix) return kNotKnown;
  address.address = *prefix;
  address.secondary = statement.words.Accept("secondary");
  address.span = statement.span();
  std::erase_if(all, [&](const model::InterfaceAddress& known) {
    const bool replaced = !statement.negated && !address.secondary && !known.secondary;
    return known.address.address.family == net::Family::kIpv4 &&
           (known.address == address.address || replaced);
  });
  if (statement.negated) return kUnderstood;
  const bool first = !address.secondary;
  all.insert(first ? all.begin() : all.end(), address);
  return kUnderstood;
}

/// `ip vrf forwarding V` takes the addresses given before away.
Verdict ReadVrfOfInterface(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("forwarding")) return kNotKnown;
  const Word name = statement.words.Next();
  if (name.empty() && !statement.negated) return kNotKnown;
  reader.interface().vrf = {statement.negated ? "" : std::string(name.text), statement.span()};
  if (!reader.interface().addresses.empty()) return NotModelled(kPaths, "VRF after the addresses");
  return kUnderstood;
}

Verdict ReadIp(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "address") return ReadAddress4(reader, statement);
  if (word == "vrf") return ReadVrfOfInterface(reader, statement);
  if (word == "mtu") return SetNumber(reader, statement, reader.interface().ip_mtu, 68, 65535);
  return kNotKnown;
}

Verdict ReadIpv6(Reader& reader, Statement& statement) {
  if (statement.words.Accept("enable")) return kNoEffect;
  if (!statement.words.Accept("address")) return kNotKnown;
  const Word word = statement.words.Next();
  const auto prefix = net::ParseHostPrefix(word.text);
  if (!prefix || prefix->address.family != net::Family::kIpv6) return kNotKnown;
  std::vector<model::InterfaceAddress>& all = reader.interface().addresses;
  std::erase_if(all, [&prefix](const auto& known) { return known.address == *prefix; });
  if (!statement.negated) all.push_back({*prefix, false, statement.span()});
  return kUnderstood;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.interface().shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadDescription(Reader& reader, Statement& statement) {
  const Word text = statement.words.Rest();
  reader.interface().description = {statement.negated ? "" : std::string(text.text), statement.span()};
  return kUnderstood;
}

Verdict ReadBandwidth(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, reader.interface().bandwidth_kbps, 1, 0xffffffffU);
}

/// `ipv4-access-group ingress X`, `... egress X`.
Verdict ReadAccessGroup(Reader& reader, Statement& statement) {
  const bool in = statement.words.Accept("ingress");
  if (!in && !statement.words.Accept("egress")) return kNotKnown;
  const Word name = statement.words.Next();
  if (name.empty() && !statement.negated) return kNotKnown;
  model::AclUse& use = in ? reader.interface().acl_in4 : reader.interface().acl_out4;
  use = {};
  if (!statement.negated) use = {std::string(name.text), statement.span()};
  return kUnderstood;
}

constexpr Keyword kLines[] = {
    {"bandwidth", ReadBandwidth},
    {"byname"},
    {"description", ReadDescription},
    {"ip", ReadIp},
    {"ipv4-access-group", ReadAccessGroup},
    {"ipv6", ReadIpv6},
    {"load-interval"},
    {"mtu", nullptr, NotModelled(kPaths, "MTU of frames")},
    {"negotiation"},
    {"shutdown", ReadShutdown},
    {"snmp"},
};
static_assert(IsSorted(std::span<const Keyword>(kLines)));

Verdict ReadLine(Reader& reader, Statement& statement) { return reader.Dispatch(kLines, statement); }

/// Enters the interface that the line names; false: it names none.
bool Enter(Reader& reader, Statement& statement) {
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return false;
  reader.interface_index = reader.InterfaceIndexOf(name, statement.span());
  return true;
}

Verdict ReadVlanLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("encapsulation-dot1q"))
    return SetNumber(reader, statement, reader.interface().vlan, 1, 4094);
  statement.words.Rest();
  return statement.negated ? kNoEffect : NotModelled(kPaths, "kinds of frames of a sub-interface");
}

Verdict ReadVlanInterface(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("interface") || statement.negated || !Enter(reader, statement))
    return kNotKnown;
  reader.Open(ReadVlanLine, kPaths);
  return kUnderstood;
}

/// `smartgroup N mode ...` makes the port a member.
Verdict ReadLacpPort(Reader& reader, Statement& statement) {
  if (statement.words.Accept("lacp")) return statement.words.Rest(), kNoEffect;
  if (!statement.words.Accept("smartgroup")) return kNotKnown;
  const auto number = TakeNumber(reader, statement, 1, 65535);
  if (!number) return kNotKnown;
  if (statement.words.Accept("mode")) statement.words.Next();
  reader.interface().bundle = {statement.negated ? "" : fmt::format("smartgroup{}", *number),
                               statement.span()};
  return kUnderstood;
}

Verdict ReadLacpInterface(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("interface"))
    return statement.words.Rest(), NotModelled(Impact::kForwarding, "link aggregation");
  if (statement.negated || !Enter(reader, statement)) return kNotKnown;
  reader.Open(ReadLacpPort, kPaths);
  return kUnderstood;
}

}  // namespace

Verdict ReadInterface(Reader& reader, Statement& statement) {
  if (statement.negated || !Enter(reader, statement)) return kNotKnown;
  reader.Open(ReadLine, Impact::kAll);
  return kUnderstood;
}

Verdict ReadVlanConfiguration(Reader& reader, Statement&) {
  reader.Open(ReadVlanInterface, kPaths);
  return kUnderstood;
}

Verdict ReadLacp(Reader& reader, Statement&) {
  reader.Open(ReadLacpInterface, kPaths);
  return kUnderstood;
}

}  // namespace ringfence::formats::zte_zxros
