#include "formats/huawei_vrp/values.h"

#include <algorithm>
#include <array>

#include "formats/word_cursor.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::InterfaceKind;

constexpr std::uint64_t kGigabit = 1'000'000'000;

/// A family of interface names.
struct NameFamily {
  std::string_view name;
  std::string_view alias;  ///< other spelling the device takes on input
  InterfaceKind kind;
  std::uint64_t bandwidth_bps;  ///< 0: not told by the name
  bool point_to_point;
};

constexpr std::array kFamilies = {
    NameFamily{"GigabitEthernet", "GE", InterfaceKind::kPhysical, kGigabit, false},
    NameFamily{"XGigabitEthernet", "XGE", InterfaceKind::kPhysical, 10 * kGigabit, false},
    NameFamily{"Ethernet", "Eth", InterfaceKind::kPhysical, 100'000'000, false},
    NameFamily{"MEth", "M-Ethernet", InterfaceKind::kPhysical, 100'000'000, false},
    NameFamily{"10GE", "10GigabitEthernet", InterfaceKind::kPhysical, 10 * kGigabit, false},
    NameFamily{"25GE", "25GigabitEthernet", InterfaceKind::kPhysical, 25 * kGigabit, false},
    NameFamily{"40GE", "40GigabitEthernet", InterfaceKind::kPhysical, 40 * kGigabit, false},
    NameFamily{"50GE", "50GigabitEthernet", InterfaceKind::kPhysical, 50 * kGigabit, false},
    NameFamily{"50|100GE", "50|100GE", InterfaceKind::kPhysical, 100 * kGigabit, false},
    NameFamily{"100GE", "100GigabitEthernet", InterfaceKind::kPhysical, 100 * kGigabit, false},
    NameFamily{"200GE", "200GigabitEthernet", InterfaceKind::kPhysical, 200 * kGigabit, false},
    NameFamily{"400GE", "400GigabitEthernet", InterfaceKind::kPhysical, 400 * kGigabit, false},
    NameFamily{"Eth-Trunk", "eth-trunk", InterfaceKind::kLag, 0, false},
    NameFamily{"LoopBack", "LoopBack", InterfaceKind::kLoopback, 0, false},
    NameFamily{"NULL", "NULL", InterfaceKind::kNull, 0, false},
    NameFamily{"Vlanif", "Vlanif", InterfaceKind::kSvi, kGigabit, false},
    NameFamily{"Vbdif", "Vbdif", InterfaceKind::kSvi, kGigabit, false},
    NameFamily{"Tunnel", "Tunnel", InterfaceKind::kTunnel, 64'000, true},
    NameFamily{"Serial", "Serial", InterfaceKind::kPhysical, 2'048'000, true},
    NameFamily{"Pos", "Pos", InterfaceKind::kPhysical, 155'000'000, true},
    NameFamily{"Virtual-Ethernet", "VE", InterfaceKind::kPhysical, kGigabit, false},
    NameFamily{"Virtual-Template", "VT", InterfaceKind::kPhysical, 0, true},
    NameFamily{"Global-VE", "Global-VE", InterfaceKind::kPhysical, kGigabit, false},
    NameFamily{"Ip-Trunk", "Ip-Trunk", InterfaceKind::kLag, 0, true},
};

/// Name and number.
struct Numbered {
  std::string_view name;
  std::uint16_t number;
};

constexpr std::array kProtocols = {
    Numbered{"icmp", 1},    Numbered{"igmp", 2},  Numbered{"ipinip", 4},
    Numbered{"tcp", 6},     Numbered{"udp", 17},  Numbered{"gre", 47},
    Numbered{"icmpv6", 58}, Numbered{"ospf", 89}, Numbered{"sctp", 132},
};

constexpr std::array kPorts = {
    Numbered{"CHARgen", 19},      Numbered{"bgp", 179},        Numbered{"cmd", 514},
    Numbered{"daytime", 13},      Numbered{"discard", 9},      Numbered{"domain", 53},
    Numbered{"echo", 7},          Numbered{"exec", 512},       Numbered{"finger", 79},
    Numbered{"ftp", 21},          Numbered{"ftp-data", 20},    Numbered{"gopher", 70},
    Numbered{"hostname", 101},    Numbered{"irc", 194},        Numbered{"klogin", 543},
    Numbered{"kshell", 544},      Numbered{"login", 513},      Numbered{"lpd", 515},
    Numbered{"nntp", 119},        Numbered{"pop2", 109},       Numbered{"pop3", 110},
    Numbered{"smtp", 25},         Numbered{"sunrpc", 111},     Numbered{"tacacs", 49},
    Numbered{"talk", 517},        Numbered{"telnet", 23},      Numbered{"time", 37},
    Numbered{"uucp", 540},        Numbered{"whois", 43},       Numbered{"www", 80},
    Numbered{"ssh", 22},          Numbered{"biff", 512},       Numbered{"bootpc", 68},
    Numbered{"bootps", 67},       Numbered{"dns", 53},         Numbered{"dnsix", 90},
    Numbered{"mobilip-ag", 434},  Numbered{"mobilip-mn", 435}, Numbered{"nameserver", 42},
    Numbered{"netbios-dgm", 138}, Numbered{"netbios-ns", 137}, Numbered{"netbios-ssn", 139},
    Numbered{"ntp", 123},         Numbered{"rip", 520},        Numbered{"snmp", 161},
    Numbered{"snmptrap", 162},    Numbered{"syslog", 514},     Numbered{"tacacs-ds", 65},
    Numbered{"tftp", 69},         Numbered{"who", 513},        Numbered{"xdmcp", 177},
};

constexpr std::array kIcmp4 = {
    Numbered{"echo", 8},
    Numbered{"echo-reply", 0},
    Numbered{"source-quench", 4},
    Numbered{"timestamp-request", 13},
    Numbered{"timestamp-reply", 14},
    Numbered{"information-request", 15},
    Numbered{"information-reply", 16},
    Numbered{"parameter-problem", 12},
};
constexpr std::array kIcmp6 = {
    Numbered{"echo", 128},
    Numbered{"echo-reply", 129},
    Numbered{"neighbor-solicitation", 135},
    Numbered{"neighbor-advertisement", 136},
    Numbered{"router-solicitation", 133},
    Numbered{"router-advertisement", 134},
    Numbered{"packet-too-big", 2},
    Numbered{"redirect", 137},
};

template <std::size_t N>
std::optional<std::uint16_t> NumberOfName(const std::array<Numbered, N>& table, std::string_view word,
                                          std::uint32_t max) {
  for (const Numbered& entry : table) {
    if (SameIgnoringCase(entry.name, word)) return entry.number;
  }
  const auto number = NumberUpTo(word, max);
  if (!number) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Splits "GigabitEthernet0/1/0.5" into family and number; the number is empty when there is none.
struct NameParts {
  const NameFamily* family = nullptr;
  std::string_view number;
};
NameParts PartsOf(std::string_view name) {
  NameParts best;
  std::size_t best_length = 0;
  for (const NameFamily& family : kFamilies) {
    for (const std::string_view spelling : {family.name, family.alias}) {
      if (spelling.size() <= best_length || name.size() < spelling.size()) continue;
      if (!SameIgnoringCase(spelling, name.substr(0, spelling.size()))) continue;
      const std::string_view number = name.substr(spelling.size());
      if (!number.empty() && (number.front() < '0' || number.front() > '9')) continue;
      best = {&family, number};
      best_length = spelling.size();
    }
  }
  return best;
}

}  // namespace

std::optional<std::uint32_t> NumberUpTo(std::string_view word, std::uint32_t max) {
  return ParseNumber(word, 0, max);
}

std::optional<std::uint8_t> ParseMask(std::string_view word) {
  if (const auto length = NumberUpTo(word, 32)) return static_cast<std::uint8_t>(*length);
  const auto mask = net::ParseIpv4(word);
  return mask ? net::LengthOfMask(*mask) : std::nullopt;
}

std::optional<std::uint8_t> ParseLength(std::string_view word, net::Family family) {
  if (family == net::Family::kIpv4) return ParseMask(word);
  const auto number = NumberUpTo(word, 128);
  return number ? std::optional(static_cast<std::uint8_t>(*number)) : std::nullopt;
}

std::optional<net::IpAddress> ParseIgnoredBits(std::string_view word) {
  // A bare 0 is the wildcard 0.0.0.0 (one host), never a prefix length.
  if (word == "0") return net::IpAddress::V4(0);
  if (const auto length = NumberUpTo(word, 32)) {
    return net::Not(net::MaskOf(net::Family::kIpv4, static_cast<std::uint8_t>(*length)));
  }
  return net::ParseIpv4(word);
}

std::optional<std::uint32_t> ParseArea(std::string_view word) {
  if (const auto number = NumberUpTo(word)) return number;
  const auto dotted = net::ParseIpv4(word);
  if (!dotted) return std::nullopt;
  return dotted->v4();
}

bool IsLinkLocal(const net::IpAddress& address) {
  static const auto kRange = net::ParsePrefix("fe80::/10");
  return address.family == net::Family::kIpv6 && kRange && kRange->Contains(address);
}

std::optional<model::RouteSource> ParseSource(std::string_view word) {
  if (word == "direct") return model::RouteSource::kConnected;
  if (word == "static") return model::RouteSource::kStatic;
  if (word == "ospf" || word == "ospfv3") return model::RouteSource::kOspf;
  if (word == "isis") return model::RouteSource::kIsis;
  if (word == "bgp") return model::RouteSource::kBgp;
  if (word == "rip" || word == "ripng") return model::RouteSource::kRip;
  return std::nullopt;
}

std::string_view SourceWord(model::RouteSource source, net::Family family) {
  const bool v6 = family == net::Family::kIpv6;
  if (source == model::RouteSource::kConnected) return "direct";
  if (source == model::RouteSource::kOspf && v6) return "ospfv3";
  if (source == model::RouteSource::kRip && v6) return "ripng";
  return model::NameOf(source);
}

std::optional<routing::isis::Levels> ParseLevels(std::string_view word) {
  if (word == "level-1") return routing::isis::kLevel1;
  if (word == "level-2") return routing::isis::kLevel2;
  if (word == "level-1-2") return routing::isis::kLevelBoth;
  return std::nullopt;
}

bool SameIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return Lower(x) == Lower(y); });
}

NameTaken TakeInterfaceName(const Line& line, std::size_t index) {
  const std::string_view first = line.at(index);
  if (first.empty()) return {{}, index};
  const NameParts parts = PartsOf(first);
  if (parts.family == nullptr) return {std::string(first), index + 1};
  std::string_view number = parts.number;
  std::size_t next = index + 1;
  const std::string_view second = line.at(next);
  if (number.empty() && !second.empty() && second.front() >= '0' && second.front() <= '9') {
    number = second;
    ++next;
  }
  if (number.empty()) return {{}, next};
  return {std::string(parts.family->name) + std::string(number), next};
}

NameFacts FactsOfName(std::string_view name) {
  NameFacts facts;
  const NameParts parts = PartsOf(name);
  if (parts.family != nullptr) {
    facts.kind = parts.family->kind;
    if (parts.family->bandwidth_bps != 0) facts.bandwidth_bps = parts.family->bandwidth_bps;
    facts.point_to_point = parts.family->point_to_point;
  }
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos && dot > 0) {
    facts.parent = std::string(name.substr(0, dot));
    facts.kind = InterfaceKind::kSubinterface;
  }
  return facts;
}

std::optional<std::uint16_t> ParseProtocol(std::string_view word, net::Family family) {
  if (family == net::Family::kIpv6 && word == "icmp") return net::kProtocolIcmp6;
  return NumberOfName(kProtocols, word, 255);
}

std::optional<std::uint16_t> ParsePort(std::string_view word) { return NumberOfName(kPorts, word, 65535); }

std::optional<std::uint16_t> ParseIcmpType(std::string_view word, net::Family family) {
  return family == net::Family::kIpv4 ? NumberOfName(kIcmp4, word, 255) : NumberOfName(kIcmp6, word, 255);
}

}  // namespace ringfence::formats::huawei_vrp
