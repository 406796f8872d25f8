#include "formats/header_words.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "formats/word_cursor.h"

namespace ringfence::formats {
namespace {

struct Name {
  std::string_view word;
  std::uint16_t number = 0;
};

std::optional<std::uint16_t> Find(std::span<const Name> names, std::string_view word) {
  const auto found = std::ranges::find(names, word, &Name::word);
  if (found == names.end()) return std::nullopt;
  return found->number;
}

std::optional<std::uint16_t> Number(std::string_view word, std::uint32_t max) {
  const auto number = ParseNumber(word, 0, max);
  if (!number) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

constexpr Name kTcpPorts[] = {
    {"bgp", 179},   {"chargen", 19},  {"cmd", 514},         {"daytime", 13},   {"discard", 9},
    {"domain", 53}, {"drip", 3949},   {"echo", 7},          {"exec", 512},     {"finger", 79},
    {"ftp", 21},    {"ftp-data", 20}, {"gopher", 70},       {"hostname", 101}, {"ident", 113},
    {"irc", 194},   {"klogin", 543},  {"kshell", 544},      {"ldp", 646},      {"login", 513},
    {"lpd", 515},   {"nntp", 119},    {"pim-auto-rp", 496}, {"pop2", 109},     {"pop3", 110},
    {"smtp", 25},   {"ssh", 22},      {"sunrpc", 111},      {"tacacs", 49},    {"talk", 517},
    {"telnet", 23}, {"time", 37},     {"uucp", 540},        {"whois", 43},     {"www", 80}};

constexpr Name kUdpPorts[] = {{"biff", 512},        {"bootpc", 68},
                              {"bootps", 67},       {"discard", 9},
                              {"dnsix", 195},       {"domain", 53},
                              {"echo", 7},          {"isakmp", 500},
                              {"mobile-ip", 434},   {"nameserver", 42},
                              {"netbios-dgm", 138}, {"netbios-ns", 137},
                              {"netbios-ss", 139},  {"non500-isakmp", 4500},
                              {"ntp", 123},         {"pim-auto-rp", 496},
                              {"rip", 520},         {"snmp", 161},
                              {"snmptrap", 162},    {"sunrpc", 111},
                              {"syslog", 514},      {"tacacs", 49},
                              {"talk", 517},        {"tftp", 69},
                              {"time", 37},         {"who", 513},
                              {"xdmcp", 177}};

constexpr Name kProtocols[] = {{"ahp", 51},   {"eigrp", 88}, {"esp", 50}, {"gre", 47},  {"igmp", 2},
                               {"ipinip", 4}, {"ipip", 4},   {"nos", 94}, {"ospf", 89}, {"pcp", 108},
                               {"pim", 103},  {"sctp", 132}, {"tcp", 6},  {"udp", 17},  {"vrrp", 112}};

constexpr Name kIcmpTypes[] = {
    {"alternate-address", 6},    {"conversion-error", 31},  {"echo", 8},
    {"echo-reply", 0},           {"information-reply", 16}, {"information-request", 15},
    {"mask-reply", 18},          {"mask-request", 17},      {"mobile-redirect", 32},
    {"parameter-problem", 12},   {"redirect", 5},           {"router-advertisement", 9},
    {"router-solicitation", 10}, {"source-quench", 4},      {"time-exceeded", 11},
    {"timestamp-reply", 14},     {"timestamp-request", 13}, {"traceroute", 30},
    {"unreachable", 3}};

constexpr Name kIcmp6Types[] = {{"echo-reply", 129},
                                {"echo-request", 128},
                                {"mld-query", 130},
                                {"mld-reduction", 132},
                                {"mld-report", 131},
                                {"mldv2", 143},
                                {"nd-na", 136},
                                {"nd-ns", 135},
                                {"packet-too-big", 2},
                                {"parameter-problem", 4},
                                {"redirect", 137},
                                {"router-advertisement", 134},
                                {"router-renumbering", 138},
                                {"router-solicitation", 133},
                                {"time-exceeded", 3},
                                {"unreachable", 1}};

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
  if (word == "icmp" || word == "icmpv6") return family == net::Family::kIpv4 ? 1 : 58;
  if (const auto number = Number(word, 255)) return number;
  return Find(kProtocols, word);
}

std::optional<std::uint16_t> IcmpTypeOf(std::string_view word, net::Family family) {
  return family == net::Family::kIpv4 ? Find(kIcmpTypes, word) : Find(kIcmp6Types, word);
}

std::optional<std::uint16_t> DscpOf(std::string_view word) {
  if (const auto number = Number(word, 63)) return number;
  return Find(kDscps, word);
}

}  // namespace ringfence::formats
