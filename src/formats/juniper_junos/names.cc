#include "formats/juniper_junos/names.h"

#include <charconv>
#include <span>
#include <utility>

namespace ringfence::formats::juniper_junos {
namespace {

struct NamedNumber {
  std::string_view name;
  std::uint16_t number;
};

// Words of the firewall filter reference.
constexpr NamedNumber kProtocols[] = {{"ah", 51},
                                      {"egp", 8},
                                      {"esp", 50},
                                      {"fragment", 44},
                                      {"gre", 47},
                                      {"hop-by-hop", 0},
                                      {"icmp", 1},
                                      {"icmp6", 58},
                                      {"icmpv6", 58},
                                      {"igmp", 2},
                                      {"ipip", 4},
                                      {"ipv6", 41},
                                      {"no-next-header", 59},
                                      {"dstopts", 60},
                                      {"ospf", 89},
                                      {"pim", 103},
                                      {"routing", 43},
                                      {"rsvp", 46},
                                      {"sctp", 132},
                                      {"tcp", 6},
                                      {"udp", 17},
                                      {"vrrp", 112}};

constexpr NamedNumber kPorts[] = {{"afs", 1483},
                                  {"bgp", 179},
                                  {"biff", 512},
                                  {"bootpc", 68},
                                  {"bootps", 67},
                                  {"cmd", 514},
                                  {"cvspserver", 2401},
                                  {"dhcp", 67},
                                  {"domain", 53},
                                  {"eklogin", 2105},
                                  {"ekshell", 2106},
                                  {"exec", 512},
                                  {"finger", 79},
                                  {"ftp", 21},
                                  {"ftp-data", 20},
                                  {"http", 80},
                                  {"https", 443},
                                  {"ident", 113},
                                  {"imap", 143},
                                  {"kerberos-sec", 88},
                                  {"klogin", 543},
                                  {"kpasswd", 761},
                                  {"krb-prop", 754},
                                  {"krbupdate", 760},
                                  {"kshell", 544},
                                  {"ldap", 389},
                                  {"ldp", 646},
                                  {"login", 513},
                                  {"mobileip-agent", 434},
                                  {"mobilip-mn", 435},
                                  {"msdp", 639},
                                  {"netbios-dgm", 138},
                                  {"netbios-ns", 137},
                                  {"netbios-ssn", 139},
                                  {"nfsd", 2049},
                                  {"nntp", 119},
                                  {"ntalk", 518},
                                  {"ntp", 123},
                                  {"pop3", 110},
                                  {"pptp", 1723},
                                  {"printer", 515},
                                  {"radacct", 1813},
                                  {"radius", 1812},
                                  {"rip", 520},
                                  {"rkinit", 2108},
                                  {"smtp", 25},
                                  {"snmp", 161},
                                  {"snmp-trap", 162},
                                  {"snmptrap", 162},
                                  {"snpp", 444},
                                  {"socks", 1080},
                                  {"ssh", 22},
                                  {"sunrpc", 111},
                                  {"syslog", 514},
                                  {"tacacs", 49},
                                  {"tacacs-ds", 65},
                                  {"talk", 517},
                                  {"telnet", 23},
                                  {"tftp", 69},
                                  {"timed", 525},
                                  {"who", 513},
                                  {"xdmcp", 177},
                                  {"zephyr-clt", 2103},
                                  {"zephyr-hm", 2104},
                                  {"netconf", 830}};

constexpr NamedNumber kIcmp4[] = {
    {"echo-reply", 0},         {"unreachable", 3},          {"source-quench", 4},    {"redirect", 5},
    {"echo-request", 8},       {"router-advertisement", 9}, {"router-solicit", 10},  {"time-exceeded", 11},
    {"parameter-problem", 12}, {"timestamp", 13},           {"timestamp-reply", 14}, {"info-request", 15},
    {"info-reply", 16},        {"mask-request", 17},        {"mask-reply", 18}};

constexpr NamedNumber kIcmp6[] = {{"destination-unreachable", 1},
                                  {"packet-too-big", 2},
                                  {"time-exceeded", 3},
                                  {"parameter-problem", 4},
                                  {"echo-request", 128},
                                  {"echo-reply", 129},
                                  {"membership-query", 130},
                                  {"membership-report", 131},
                                  {"membership-termination", 132},
                                  {"router-solicit", 133},
                                  {"router-advertisement", 134},
                                  {"neighbor-solicit", 135},
                                  {"neighbor-advertisement", 136},
                                  {"redirect", 137},
                                  {"router-renumbering", 138},
                                  {"node-information-request", 139},
                                  {"node-information-reply", 140}};

constexpr NamedNumber kCodePoints[] = {{"be", 0},    {"ef", 46},   {"af11", 10}, {"af12", 12}, {"af13", 14},
                                       {"af21", 18}, {"af22", 20}, {"af23", 22}, {"af31", 26}, {"af32", 28},
                                       {"af33", 30}, {"af41", 34}, {"af42", 36}, {"af43", 38}, {"cs0", 0},
                                       {"cs1", 8},   {"cs2", 16},  {"cs3", 24},  {"cs4", 32},  {"cs5", 40},
                                       {"cs6", 48},  {"cs7", 56}};

std::optional<std::uint16_t> Find(std::span<const NamedNumber> table, std::string_view word,
                                  std::uint32_t max) {
  const bool hex = word.starts_with("0x");
  const std::string_view digits = hex ? word.substr(2) : word;
  std::uint32_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, hex ? 16 : 10);
  if (error == std::errc() && end == digits.data() + digits.size()) {
    return number <= max ? std::optional(static_cast<std::uint16_t>(number)) : std::nullopt;
  }
  for (const NamedNumber& entry : table) {
    if (entry.name == word) return entry.number;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint16_t> ProtocolNumber(std::string_view word) { return Find(kProtocols, word, 255); }
std::optional<std::uint16_t> PortNumber(std::string_view word) { return Find(kPorts, word, 65535); }
std::optional<std::uint16_t> IcmpType(std::string_view word, bool v6) {
  return v6 ? Find(kIcmp6, word, 255) : Find(kIcmp4, word, 255);
}
std::optional<std::uint16_t> CodePoint(std::string_view word) { return Find(kCodePoints, word, 63); }

std::optional<std::uint32_t> AsNumberIn(std::string_view word) {
  const auto number = [](std::string_view text, std::uint64_t max) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > max) return std::nullopt;
    return value;
  };
  const std::size_t dot = word.find('.');
  if (dot == std::string_view::npos) {
    const auto plain = number(word, 0xffffffffU);
    return plain ? std::optional(static_cast<std::uint32_t>(*plain)) : std::nullopt;
  }
  const auto high = number(word.substr(0, dot), 0xffffU);
  const auto low = number(word.substr(dot + 1), 0xffffU);
  if (!high || !low) return std::nullopt;
  return static_cast<std::uint32_t>(*high << 16U | *low);
}

TableName TableOf(std::string_view word) {
  for (const auto& [name, family] : {std::pair(std::string_view("inet.0"), net::Family::kIpv4),
                                     std::pair(std::string_view("inet6.0"), net::Family::kIpv6)}) {
    if (word == name) return {{}, family};
    if (word.ends_with(name) && word[word.size() - name.size() - 1] == '.') {
      return {word.substr(0, word.size() - name.size() - 1), family};
    }
  }
  return {};
}

}  // namespace ringfence::formats::juniper_junos
