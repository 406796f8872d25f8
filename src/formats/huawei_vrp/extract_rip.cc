// `rip P` and the `rip ...` statements of an interface.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/process.h"
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

/// Sixteen hops are infinity.
constexpr std::uint32_t kCostMax = 15;

VrpRip& Open(Reader& reader) { return reader.config.rip[reader.open_object]; }

/// Network of the class of an address: 8, 16 or 24 bits; nothing where there is no such class.
std::optional<net::Prefix> ClassOf(const net::IpAddress& address) {
  const std::uint32_t first = address.v4() >> 24;
  if (first == 0 || first >= 224) return std::nullopt;
  const std::uint8_t length = first < 128 ? 8 : first < 192 ? 16 : 24;
  return net::Prefix::Of(address, length);
}

Verdict ReadNetwork(Reader& reader, const Line& line) {
  const auto address = net::ParseIpv4(line.at(1));
  const auto network = address ? ClassOf(*address) : std::nullopt;
  if (!network || network->address != *address)
    return reader.Invalid(line, 1, "not the network of a class", Impact::kRouting4);
  if (line.size() > 2) return Unmodelled(Impact::kRouting4, "network of RIP by a mask");
  auto& networks = Open(reader).networks;
  std::erase_if(networks, [&](const VrpRipNetwork& known) { return known.prefix == *network; });
  if (!line.undo()) networks.push_back({*network, line.span()});
  return Modelled();
}

/// A number that the word `word` holds; its undo forgets it.
Verdict ReadNumber(Reader& reader, const Line& line, std::size_t word, std::uint32_t least,
                   std::uint32_t most, std::optional<std::uint32_t>& into) {
  into.reset();
  if (line.undo()) return Modelled();
  const auto value = NumberUpTo(line.at(word), most);
  if (line.size() > word + 1 || line.at(word) == "route-policy")
    return Unmodelled(Impact::kRouting4, "value of RIP by condition");
  if (!value || *value < least) return reader.Invalid(line, word, "not a usable value", Impact::kRouting4);
  into = value;
  return Modelled();
}

Verdict ReadImport(Reader& reader, const Line& line) {
  std::size_t word = 1;
  const auto source = TakeImportSource(line, word);
  if (!source) return Unmodelled(Impact::kRouting4, "import of routes of another protocol");
  VrpImport import = *source;
  auto& imports = Open(reader).imports;
  std::erase_if(imports, [&](const VrpImport& other) {
    return other.source == import.source && other.process == import.process;
  });
  if (line.undo()) return Modelled();
  while (word < line.size()) {
    const std::string_view key = line.at(word);
    if (key == "cost") {
      import.cost = NumberUpTo(line.at(word + 1), kCostMax);
      if (!import.cost) return Unmodelled(Impact::kRouting4, "option of an import into RIP");
    } else if (key == "route-policy" && !line.at(word + 1).empty()) {
      import.policy = {std::string(line.at(word + 1)), line.span()};
    } else {
      return Unmodelled(Impact::kRouting4, "option of an import into RIP");
    }
    word += 2;
  }
  imports.push_back(std::move(import));
  return Modelled();
}

/// Version 1 has no masks; nothing else is said of it than that it is there.
Verdict ReadVersion(Reader& reader, const Line& line, std::size_t word, VrpRipVersion& into) {
  into = {};
  if (line.undo()) return Modelled();
  const auto version = NumberUpTo(line.at(word), 2);
  if (!version || *version == 0) return reader.Invalid(line, word, "not a version", Impact::kRouting4);
  if (line.at(word + 1) == "broadcast") return Unmodelled(Impact::kRouting4, "RIP in broadcasts");
  into = {*version, line.span()};
  return Modelled();
}

}  // namespace

Verdict OpenRip(Reader& reader, const Line& line) {
  const ProcessHead head = TakeProcessHead(line, 65535);
  if (!head.whole) return KnownForm(View::kSystem, line);
  reader.open_object = OpenProcess(reader.config.rip, head.number.value_or(1), head.vrf, line);
  return Modelled(line.undo() ? View::kInherit : View::kRip);
}

Verdict ReadRip(Reader& reader, const Line& line) {
  VrpRip& rip = Open(reader);
  const std::string_view word = line.at(0);
  if (word == "network") return ReadNetwork(reader, line);
  if (word == "version") return ReadVersion(reader, line, 1, rip.version);
  if (word == "summary") {
    rip.no_summary = line.undo();
    rip.always_summary = !line.undo() && line.at(1) == "always";
    return Modelled();
  }
  if (word == "preference") return ReadNumber(reader, line, 1, 1, 255, rip.preference);
  if (word == "default-cost") return ReadNumber(reader, line, 1, 0, kCostMax, rip.default_cost);
  if (word == "maximum" && line.at(1) == "load-balancing")
    return ReadNumber(reader, line, 2, 1, 0xffffffffU, rip.max_paths);
  if (word == "peer" && line.size() == 2) {
    const auto address = net::ParseIpv4(line.at(1));
    if (!address) return reader.Invalid(line, 1, "not an IPv4 address", Impact::kRouting4);
    std::erase_if(rip.peers, [&](const VrpRipPeer& known) { return known.address == *address; });
    if (!line.undo()) rip.peers.push_back({*address, line.span()});
    return Modelled();
  }
  if (word == "import-route") return ReadImport(reader, line);
  if (word == "silent-interface") return ReadSilentInterface(reader, line, rip.silent);
  if (word == "host-route" || word == "verify-source")
    return line.undo() ? Unmodelled(Impact::kRouting4, "which updates RIP takes") : Irrelevant();
  return KnownForm(View::kRip, line);
}

Verdict ReadInterfaceRip(Reader& reader, const Line& line) {
  VrpRipSettings& rip = reader.config.interfaces[reader.open_interface].rip;
  const std::string_view word = line.at(1);
  if (word == "version") return ReadVersion(reader, line, 2, rip.version);
  if (word == "input" || word == "output") {
    (word == "input" ? rip.input : rip.output) = !line.undo();
    return Modelled();
  }
  if (word == "split-horizon" || word == "poison-reverse") {
    (word == "split-horizon" ? rip.split_horizon : rip.poison_reverse) = !line.undo();
    return Modelled();
  }
  if (word == "metricin") return ReadNumber(reader, line, 2, 0, kCostMax, rip.metric_in);
  if (word == "metricout") return ReadNumber(reader, line, 2, 1, kCostMax, rip.metric_out);
  if (word == "authentication-mode") {
    // Of a digest, as it is salted, the kind and the layout of packets remain.
    const bool digest = line.at(2) == "md5";
    rip.authentication = line.undo() ? ""
                         : digest    ? fmt::format("md5:{}", line.at(3))
                                     : AuthenticationOf(line, 2);
    return Modelled();
  }
  return KnownForm(View::kInterface, line);
}

}  // namespace ringfence::formats::huawei_vrp
