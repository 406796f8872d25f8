#include "formats/dump.h"

#include <gtest/gtest.h>

#include "formats/census.h"

namespace ringfence::formats {
namespace {

namespace ospf = routing::ospf;

net::Prefix P(std::string_view text) { return *net::ParsePrefix(text); }

/// A device in which every kind of fact occurs.
routing::DeviceConfig Everything() {
  routing::DeviceConfig config;
  model::Device& device = config.device;
  device.name = "r1";
  device.nos = "any";
  device.forwards6 = false;
  model::Interface& interface = device.interfaces.emplace_back();
  interface = {
      .name = "e0", .parent = "port0", .vlan = 7, .lag = "lag1", .mtu_bytes = 1500, .bandwidth_bps = 1000};
  interface.admin_up = false;
  interface.unnumbered_from = "lo0";
  interface.macsec = true;
  interface.description = "to the north";
  interface.addresses = {{*net::ParseHostPrefix("10.0.0.1/24"), false, {}},
                         {*net::ParseHostPrefix("2001:db8::1/64"), true, {}}};
  interface.acl_in4.name = "A";
  interface.acl_out6.name = "B";
  interface.policy_in4.name = interface.policy_in6.name = "detour";
  device.policy_routing = {
      {"detour",
       {{"10", {"A", "C"}, {{.next_hop = net::IpAddress::V4(7), .interface = "e1"}, {.table = ""}}, true, {}},
        {"20", {}, {{.discard = true, .use = model::PolicyHopUse::kWithoutRoute}}, false, {}}},
       {}}};
  device.translations = {
      {.name = "web",
       .end = model::PacketEnd::kDestination,
       .moment = model::TranslationMoment::kEntering,
       .in = {"e0", "e1"},
       .match = {.destination_port = {{80, 80}}},
       .pool = {{net::IpAddress::V4(8), net::IpAddress::V4(9)}},
       .ports = {{8080, 8080}}},
      {.name = "out", .in = {"e1"}, .out = {"e0"}, .acls = {"A"}, .interface = "e0", .answers = false},
      {.name = "site", .prefix = P("192.0.2.0/24")}};
  device.guards = {{"", {"A", {}}, {}, {}, {"B", {}}}, {"v", {}, {"A", {}}, {"B", {}}, {}}};
  model::Acl& acl = device.acls.emplace_back();
  acl.name = "A";
  acl.end_action = model::AclAction::kPermit;
  net::HeaderMatch match;
  match.source = {net::AddressMatch::Of(P("10.0.0.0/8")), {net::IpAddress::V4(1), net::IpAddress::V4(0x300)}};
  match.protocol = {{6, 6}};
  match.destination_port = {{22, 23}, {80, 80}};
  match.tcp_state = net::TcpState::kEstablished;
  match.fragment = false;
  match.dscp = 46;
  acl.lines = {{model::AclAction::kPermit, match, {}}, {model::AclAction::kDeny, {}, {}}};
  device.management.services = {{model::ManagementService::kNetconf, 830, {{"A", {}}}, {}}};
  device.management.accounts = {{"noc", model::ManagementRole::kWrite, {model::ManagementService::kSsh}, {}}};
  device.management.remote_aaa = {{{net::IpAddress::V4(0x0a000001)}, model::ManagementRole::kRead, {}, {}}};
  device.management.snmp = {{model::ManagementRole::kRead, {"A", {}}, {}}};
  device.tunnels = {{.name = "t1",
                     .local = net::IpAddress::V4(1),
                     .peer = net::IpAddress::V4(2),
                     .bind_interface = "st0",
                     .selectors = {match},
                     .confidentiality = false}};
  config.static_routes.routes = {{.prefix = P("0.0.0.0/0"),
                                  .next_hop = net::IpAddress::V4(9),
                                  .interface = "e0",
                                  .recursive = false,
                                  .tag = 5,
                                  .track_interface = "e1"}};
  return config;
}

TEST(Dump, ShowsEveryFactOfTheDevice) {
  EXPECT_EQ(Dump(Everything()), R"(device r1 nos any no-forward6
interface e0 physical down parent port0 vlan 7 lag lag1 mtu 1500 bandwidth 1000 unnumbered lo0 macsec
  description to the north
  address 10.0.0.1/24
  address 2001:db8::1/64 secondary
  acl in4 A
  acl out6 B
  policy in4 detour
  policy in6 detour
acl4 A end permit
  permit ip src 10.0.0.0/8,0.0.0.1?0.0.3.0 proto 6 dport 22-23,80 established no-fragments dscp 46
  deny ip
policy-routing detour
  term 10 A C
    to 0.0.0.7 interface e1
    to table default
    else the next term
  term 20
    to nowhere without-route
translation web of destination entering: ip dport 80 in e0 in e1
  to 0.0.0.8-0.0.0.9 port 8080-8080
translation out of source leaving: ip permitted-by A in e1 out e0
  to interface e0 does-not-answer
translation site of source leaving: ip
  to prefix 192.0.2.0/24
guard
  acl in4 A
  acl out6 B
guard of vrf v
  acl out4 A
  acl in6 B
service netconf port 830 filter A
account noc write ssh
remote-aaa max read 10.0.0.1
snmp read filter A
ipsec t1 local 0.0.0.1 peer 0.0.0.2 bind st0 no-confidentiality
  covers ip src 10.0.0.0/8,0.0.0.1?0.0.3.0 proto 6 dport 22-23,80 established no-fragments dscp 46
static 0.0.0.0/0 via 0.0.0.9 interface e0 connected-only distance 1 tag 5 track e1
)");
}

TEST(Dump, ShowsEveryFactOfOspf) {
  routing::DeviceConfig config;
  ospf::OspfProcess& process = config.ospf.processes.emplace_back();
  process.router_id = net::IpAddress::V4(0x01010101);
  process.max_metric = true;
  process.interfaces.push_back({.name = "e0",
                                .area = 101,
                                .cost = 5,
                                .passive = true,
                                .hello_s = 1,
                                .dead_s = 4,
                                .priority = 0,
                                .mtu_ignore = true,
                                .authentication = "md5:1:x",
                                .advertise_host = true});
  ospf::OspfArea area{.id = 101, .type = ospf::AreaType::kNssa, .no_summary = true, .default_cost = 9};
  area.ranges = {{.prefix = P("10.0.0.0/8"), .advertise = false, .cost = 3},
                 {.prefix = P("11.0.0.0/8"), .discard_route = false, .nssa = true}};
  const ospf::PrefixFilter filter{"F", {{true, P("10.0.0.0/8"), 16, 24, {}}}, {}};
  area.filter_in = filter;
  process.areas = {area};
  process.redistributions = {{.metric = 20, .classful_only = true, .policies = {"R"}}};
  process.default_origination = ospf::DefaultOrigination{.always = true, .tag = 4};
  process.table_filter = filter;
  EXPECT_EQ(Dump(config), R"(device  nos 
ospf 1 router-id 1.1.1.1 reference 100000000 rfc1583 max-paths 4 distances 110/110/110 max-metric
  interface e0 area 0.0.0.101 broadcast cost 5 passive hello 1 dead 4 priority 0 mtu-ignore auth md5:1:x host
  area 0.0.0.101 nssa no-summary default-cost 9
    range 10.0.0.0/8 not-advertise cost 3 discard-distance 110
    range 11.0.0.0/8 nssa no-discard
    filter-in F
      permit 10.0.0.0/8 length 16-24
  redistribute connected metric 20 type 2 classful-only policy R
  default-information always metric 1 type 2 tag 4
  table-filter F
    permit 10.0.0.0/8 length 16-24
)");
}

TEST(Census, CountsAndNamesWhatIsNotUnderstood) {
  ParsedFile parsed;
  parsed.fates.lines = {{model::Fate::kBlank},
                        {model::Fate::kModelled},
                        {model::Fate::kUnmodelled, {model::Impact::kForwarding}, "policy routing"},
                        {model::Fate::kUnknown, {model::Impact::kAll}}};
  parsed.diagnostics.Add({base::DiagnosticKind::kValueInvalid, {base::FileId(0), 4, 2, 5}, "no such mask"});
  EXPECT_EQ(Census(parsed),
            "lines 4: blank 1 modelled 1 irrelevant 0 unmodelled 1 unknown 1\n"
            "  3 unmodelled --F--- policy routing\n"
            "  4 unknown 46FMPC\n"
            "  4:2+5 error[value-invalid] no such mask\n");
}

}  // namespace
}  // namespace ringfence::formats
