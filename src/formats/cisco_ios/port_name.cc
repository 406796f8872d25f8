#include "formats/cisco_ios/port_name.h"

#include <algorithm>

#include "formats/word_cursor.h"

namespace ringfence::formats::cisco_ios {
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

constexpr Name kTcpPorts[] = {
    {"bgp", 179},     {"chargen", 19}, {"cmd", 514},      {"connectedapps-plain", 15001},
    {"daytime", 13},  {"discard", 9},  {"domain", 53},    {"drip", 3949},
    {"echo", 7},      {"exec", 512},   {"finger", 79},    {"ftp", 21},
    {"ftp-data", 20}, {"gopher", 70},  {"hostname", 101}, {"ident", 113},
    {"irc", 194},     {"klogin", 543}, {"kshell", 544},   {"login", 513},
    {"lpd", 515},     {"msrpc", 135},  {"nntp", 119},     {"pim-auto-rp", 496},
    {"pop2", 109},    {"pop3", 110},   {"smtp", 25},      {"sunrpc", 111},
    {"syslog", 514},  {"tacacs", 49},  {"talk", 517},     {"telnet", 23},
    {"time", 37},     {"uucp", 540},   {"whois", 43},     {"www", 80}};

constexpr Name kUdpPorts[] = {{"biff", 512},        {"bootpc", 68},
                              {"bootps", 67},       {"discard", 9},
                              {"dnsix", 195},       {"domain", 53},
                              {"echo", 7},          {"isakmp", 500},
                              {"mobile-ip", 434},   {"nameserver", 42},
                              {"netbios-dgm", 138}, {"netbios-ns", 137},
                              {"netbios-ss", 139},  {"non500-isakmp", 4500},
                              {"ntp", 123},         {"pim-auto-rp", 496},
                              {"rip", 520},         {"ripv6", 521},
                              {"snmp", 161},        {"snmptrap", 162},
                              {"sunrpc", 111},      {"syslog", 514},
                              {"tacacs", 49},       {"talk", 517},
                              {"tftp", 69},         {"time", 37},
                              {"who", 513},         {"xdmcp", 177}};

constexpr Name kProtocols[] = {{"ahp", 51},   {"eigrp", 88}, {"esp", 50},  {"gre", 47},  {"igmp", 2},
                               {"ipinip", 4}, {"nos", 94},   {"ospf", 89}, {"pcp", 108}, {"pim", 103},
                               {"sctp", 132}, {"tcp", 6},    {"udp", 17}};

constexpr Name kIcmpTypes[] = {{"echo", 8},
                               {"echo-reply", 0},
                               {"unreachable", 3},
                               {"source-quench", 4},
                               {"redirect", 5},
                               {"time-exceeded", 11},
                               {"parameter-problem", 12},
                               {"timestamp-request", 13},
                               {"timestamp-reply", 14},
                               {"information-request", 15},
                               {"information-reply", 16},
                               {"mask-request", 17},
                               {"mask-reply", 18},
                               {"traceroute", 30},
                               {"router-advertisement", 9},
                               {"router-solicitation", 10},
                               {"alternate-address", 6},
                               {"conversion-error", 31},
                               {"mobile-redirect", 32}};

constexpr Name kIcmp6Types[] = {{"echo-request", 128},
                                {"echo-reply", 129},
                                {"unreachable", 1},
                                {"packet-too-big", 2},
                                {"time-exceeded", 3},
                                {"parameter-problem", 4},
                                {"mld-query", 130},
                                {"mld-report", 131},
                                {"mld-reduction", 132},
                                {"router-solicitation", 133},
                                {"router-advertisement", 134},
                                {"nd-ns", 135},
                                {"nd-na", 136},
                                {"redirect", 137},
                                {"router-renumbering", 138}};

constexpr std::string_view kIcmpCodes[] = {"administratively-prohibited",
                                           "dod-host-prohibited",
                                           "dod-net-prohibited",
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
                                           "packet-too-big",
                                           "port-unreachable",
                                           "precedence-unreachable",
                                           "protocol-unreachable",
                                           "reassembly-timeout",
                                           "source-route-failed",
                                           "ttl-exceeded",
                                           "beyond-scope",
                                           "destination-unreachable",
                                           "header",
                                           "hop-limit",
                                           "next-header",
                                           "no-admin",
                                           "no-route",
                                           "parameter-option"};

constexpr Name kDscps[] = {
    {"default", 0}, {"ef", 46},   {"af11", 10}, {"af12", 12}, {"af13", 14}, {"af21", 18}, {"af22", 20},
    {"af23", 22},   {"af31", 26}, {"af32", 28}, {"af33", 30}, {"af41", 34}, {"af42", 36}, {"af43", 38},
    {"cs1", 8},     {"cs2", 16},  {"cs3", 24},  {"cs4", 32},  {"cs5", 40},  {"cs6", 48},  {"cs7", 56}};

}  // namespace

std::optional<std::uint16_t> PortOf(std::string_view word, bool udp) {
  if (const auto number = Number(word, 65535)) return number;
  return udp ? Find(kUdpPorts, word) : Find(kTcpPorts, word);
}

std::optional<std::uint16_t> ProtocolOf(std::string_view word, net::Family family) {
  if (word == "icmp") return family == net::Family::kIpv4 ? 1 : 58;
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

}  // namespace ringfence::formats::cisco_ios
