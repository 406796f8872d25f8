#include "formats/arista_eos/port_name.h"

#include <algorithm>

#include "formats/word_cursor.h"

namespace ringfence::formats::arista_eos {
namespace {

/// One name and its number.
struct Name {
  std::string_view word;
  std::uint16_t number = 0;
};

template <std::size_t kCount>
std::optional<std::uint16_t> Find(const Name (&names)[kCount], std::string_view word) {
  const auto found = std::ranges::find(names, word, &Name::word);
  if (found == std::end(names)) return std::nullopt;
  return found->number;
}

std::optional<std::uint16_t> Number(std::string_view word, std::uint32_t max) {
  const auto number = ParseNumber(word, 0, max);
  if (!number) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

constexpr Name kTcpPorts[] = {{"acap", 674},     {"afs3-fileserver", 7000},
                              {"bgp", 179},      {"chargen", 19},
                              {"cmd", 514},      {"daytime", 13},
                              {"discard", 9},    {"domain", 53},
                              {"echo", 7},       {"exec", 512},
                              {"finger", 79},    {"ftp", 21},
                              {"ftp-data", 20},  {"gopher", 70},
                              {"hostname", 101}, {"http", 80},
                              {"https", 443},    {"ident", 113},
                              {"imap", 143},     {"irc", 194},
                              {"kerberos", 88},  {"klogin", 543},
                              {"kshell", 544},   {"ldap", 389},
                              {"ldaps", 636},    {"login", 513},
                              {"lpd", 515},      {"microsoft-ds", 445},
                              {"msdp", 639},     {"msrpc", 135},
                              {"mysql", 3306},   {"netbios-ssn", 139},
                              {"nntp", 119},     {"pop2", 109},
                              {"pop3", 110},     {"smtp", 25},
                              {"ssh", 22},       {"sunrpc", 111},
                              {"syslog", 514},   {"tacacs", 49},
                              {"talk", 517},     {"telnet", 23},
                              {"time", 37},      {"uucp", 540},
                              {"whois", 43},     {"www", 80}};

constexpr Name kUdpPorts[] = {
    {"bfd", 3784},         {"bfd-echo", 3785},  {"biff", 512},          {"bootpc", 68},
    {"bootps", 67},        {"discard", 9},      {"domain", 53},         {"echo", 7},
    {"isakmp", 500},       {"kerberos", 88},    {"ldap", 389},          {"micro-bfd", 6784},
    {"mlag", 4432},        {"mobile-ip", 434},  {"multihop-bfd", 4784}, {"nameserver", 42},
    {"netbios-dgm", 138},  {"netbios-ns", 137}, {"netbios-ss", 139},    {"non500-isakmp", 4500},
    {"ntp", 123},          {"ptp-event", 319},  {"ptp-general", 320},   {"radius", 1812},
    {"radius-acct", 1813}, {"rip", 520},        {"snmp", 161},          {"snmptrap", 162},
    {"sunrpc", 111},       {"syslog", 514},     {"tacacs", 49},         {"talk", 517},
    {"tftp", 69},          {"time", 37},        {"vxlan", 4789},        {"who", 513},
    {"xdmcp", 177}};

constexpr Name kProtocols[] = {{"ahp", 51},  {"gre", 47},  {"igmp", 2},  {"ospf", 89},
                               {"pim", 103}, {"rsvp", 46}, {"esp", 50},  {"sctp", 132},
                               {"tcp", 6},   {"udp", 17},  {"vrrp", 112}};

constexpr Name kIcmpTypes[] = {{"echo", 8},
                               {"echo-reply", 0},
                               {"unreachable", 3},
                               {"source-quench", 4},
                               {"redirect", 5},
                               {"alternate-address", 6},
                               {"router-advertisement", 9},
                               {"router-solicitation", 10},
                               {"time-exceeded", 11},
                               {"parameter-problem", 12},
                               {"timestamp-request", 13},
                               {"timestamp-reply", 14},
                               {"information-request", 15},
                               {"information-reply", 16},
                               {"mask-request", 17},
                               {"mask-reply", 18},
                               {"traceroute", 30}};

constexpr Name kIcmp6Types[] = {{"unreachable", 1},
                                {"packet-too-big", 2},
                                {"time-exceeded", 3},
                                {"parameter-problem", 4},
                                {"echo-request", 128},
                                {"echo-reply", 129},
                                {"mld-query", 130},
                                {"mld-report", 131},
                                {"mld-done", 132},
                                {"router-solicitation", 133},
                                {"router-advertisement", 134},
                                {"neighbor-solicitation", 135},
                                {"neighbor-advertisement", 136},
                                {"nd-ns", 135},
                                {"nd-na", 136},
                                {"redirect-message", 137}};

constexpr std::string_view kIcmpCodes[] = {"administratively-prohibited",
                                           "dod-host-prohibited",
                                           "dod-net-prohibited",
                                           "fragmentation-needed",
                                           "general-parameter-problem",
                                           "host-isolated",
                                           "host-precedence-unreachable",
                                           "host-redirect",
                                           "host-tos-redirect",
                                           "host-tos-unreachable",
                                           "host-unknown",
                                           "host-unreachable",
                                           "net-redirect",
                                           "net-tos-redirect",
                                           "net-tos-unreachable",
                                           "net-unreachable",
                                           "network-unknown",
                                           "no-room-for-option",
                                           "option-missing",
                                           "port-unreachable",
                                           "precedence-unreachable",
                                           "protocol-unreachable",
                                           "reassembly-timeout",
                                           "source-route-failed",
                                           "ttl-exceeded",
                                           "no-route",
                                           "no-admin",
                                           "address-unreachable"};

constexpr Name kDscps[] = {{"default", 0}, {"ef", 46},   {"af11", 10}, {"af12", 12}, {"af13", 14},
                           {"af21", 18},   {"af22", 20}, {"af23", 22}, {"af31", 26}, {"af32", 28},
                           {"af33", 30},   {"af41", 34}, {"af42", 36}, {"af43", 38}, {"cs0", 0},
                           {"cs1", 8},     {"cs2", 16},  {"cs3", 24},  {"cs4", 32},  {"cs5", 40},
                           {"cs6", 48},    {"cs7", 56}};

}  // namespace

std::optional<std::uint16_t> PortOf(std::string_view word, bool udp) {
  if (const auto number = Number(word, 65535)) return number;
  return udp ? Find(kUdpPorts, word) : Find(kTcpPorts, word);
}

std::optional<std::uint16_t> ProtocolOf(std::string_view word, net::Family family) {
  if (word == "icmp") return family == net::Family::kIpv4 ? 1 : 58;
  if (word == "icmpv6") return 58;
  if (const auto number = Number(word, 255)) return number;
  return Find(kProtocols, word);
}

std::optional<std::uint16_t> IcmpTypeOf(std::string_view word, net::Family family) {
  return family == net::Family::kIpv4 ? Find(kIcmpTypes, word) : Find(kIcmp6Types, word);
}

bool IsIcmpCodeName(std::string_view word) {
  return std::ranges::find(kIcmpCodes, word) != std::end(kIcmpCodes);
}

std::optional<std::uint16_t> DscpOf(std::string_view word) {
  if (const auto number = Number(word, 63)) return number;
  return Find(kDscps, word);
}

}  // namespace ringfence::formats::arista_eos
