// Ports that check the sources of what comes in: every reader notes which, so that routing can ask whether
// packets of sessions pass there, and says that the check itself is not modelled.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "formats/formats.h"
#include "formats/reader_testing.h"

namespace ringfence::formats {
namespace {

struct Case {
  std::string reader;
  std::string before;  ///< lines of the port, with an address
  std::string check;   ///< the line that makes it check
  std::string port;
};

const std::vector<Case>& Cases() {
  static const std::vector<Case> kCases = {
      {"cisco_ios", "version 15.2\ninterface GigabitEthernet0/1\n ip address 10.0.0.1 255.255.255.0\n",
       " ip verify unicast source reachable-via rx", "GigabitEthernet0/1"},
      {"cisco_ios", "version 15.2\ninterface GigabitEthernet0/1\n ipv6 address 2001:db8::1/64\n",
       " ipv6 verify unicast source reachable-via any", "GigabitEthernet0/1"},
      {"cisco_iosxr", "!! IOS XR Configuration 7.3.2\ninterface GigabitEthernet0/0/0/0\n",
       " ipv4 verify unicast source reachable-via rx", "GigabitEthernet0/0/0/0"},
      {"cisco_nxos",
       "!Command: show running-config\nversion 9.3(5) Bios:version\ninterface Ethernet1/1\n  no switchport\n",
       "  ip verify unicast source reachable-via rx", "Ethernet1/1"},
      {"arista_eos", "! device: r (vEOS, EOS-4.27.0F)\n!\ninterface Ethernet1\n   no switchport\n",
       "   ip verify unicast source reachable-via rx", "Ethernet1"},
      {"juniper_junos",
       "set version 20.4R1\nset interfaces ge-0/0/0 unit 0 family inet address 10.0.0.1/24\n",
       "set interfaces ge-0/0/0 unit 0 family inet rpf-check mode loose", "ge-0/0/0.0"},
      {"juniper_junos",
       "set version 20.4R1\nset interfaces ge-0/0/0 unit 0 family inet6 address 2001:db8::1/64\n",
       "set interfaces ge-0/0/0 unit 0 family inet6 rpf-check", "ge-0/0/0.0"},
      {"nokia_sros",
       "# TiMOS-C-22.10.R2 cpm/hops64 Nokia 7750 SR\n"
       "/configure router \"Base\" interface \"up\" ipv4 primary address 10.0.0.1\n",
       "/configure router \"Base\" interface \"up\" ipv4 urpf-check mode strict", "up"},
      {"nokia_srlinux", "set / interface ethernet-1/1 subinterface 0 ipv4 address 10.0.0.1/24\n",
       "set / interface ethernet-1/1 subinterface 0 ipv4 urpf-check mode strict", "ethernet-1/1.0"},
      {"huawei_vrp",
       "!Software Version V800R019C10\n#\ninterface GigabitEthernet0/0/1\n ip address 10.0.0.1 "
       "255.255.255.0\n",
       " urpf strict", "GigabitEthernet0/0/1"},
      {"huawei_vrp",
       "!Software Version V800R019C10\n#\ninterface GigabitEthernet0/0/1\n ip address 10.0.0.1 "
       "255.255.255.0\n",
       " ipv6 urpf loose", "GigabitEthernet0/0/1"},
  };
  return kCases;
}

const Format& ReaderNamed(const std::string& name) {
  const auto& all = AllFormats();
  return **std::ranges::find_if(all, [&name](const Format* one) { return one->name == name; });
}

TEST(SourceChecks, AreNotedAtThePort) {
  for (const Case& one : Cases()) {
    const ParsedFile parsed = ParseText(ReaderNamed(one.reader), one.before + one.check + "\n");
    const model::Device& device = parsed.config.device;
    const model::InterfaceIndex port = model::FindInterface(device, one.port);
    ASSERT_TRUE(port.valid()) << one.reader;
    const auto& check = device.interfaces[port.index()].source_check;
    const auto line = static_cast<std::size_t>(std::ranges::count(one.before, '\n'));
    ASSERT_TRUE(check.has_value()) << one.reader << one.check;
    EXPECT_EQ(check->line, line + 1) << one.reader << one.check;
    EXPECT_EQ(parsed.fates.lines[line].fate, model::Fate::kUnmodelled) << one.reader << one.check;
    EXPECT_TRUE(parsed.fates.lines[line].impact.has(model::Impact::kForwarding)) << one.reader << one.check;
    const ParsedFile plain = ParseText(ReaderNamed(one.reader), one.before);
    const model::Device& other = plain.config.device;
    EXPECT_FALSE(other.interfaces[model::FindInterface(other, one.port).index()].source_check) << one.reader;
  }
}

TEST(SourceChecks, AreTakenBack) {
  for (const auto& [reader, check, undo] :
       {std::tuple("cisco_ios", " ip verify unicast reverse-path", " no ip verify unicast reverse-path"),
        std::tuple("huawei_vrp", " urpf strict", " undo urpf")}) {
    const auto cases = Cases();
    const auto one = std::ranges::find(cases, reader, &Case::reader);
    const ParsedFile parsed = ParseText(ReaderNamed(reader), one->before + check + "\n" + undo + "\n");
    const model::Device& device = parsed.config.device;
    EXPECT_FALSE(device.interfaces[model::FindInterface(device, one->port).index()].source_check) << reader;
  }
}

TEST(SourceChecks, OfAnotherFamilyOrKindStay) {
  for (const auto& [reader, check, undo] :
       {std::tuple("cisco_ios", " ip verify unicast source reachable-via rx", " no ipv6 verify unicast"),
        std::tuple("cisco_ios", " ip verify unicast source reachable-via rx", " no ip verify source"),
        std::tuple("cisco_iosxr", " ipv4 verify unicast source reachable-via rx",
                   " no ipv6 verify unicast source reachable-via rx"),
        std::tuple("cisco_nxos", "  ip verify unicast source reachable-via rx",
                   "  no ipv6 verify unicast source reachable-via rx"),
        std::tuple("arista_eos", "   ip verify unicast source reachable-via rx", "   no ipv6 verify unicast"),
        std::tuple("huawei_vrp", " urpf strict", " undo ipv6 urpf")}) {
    const auto cases = Cases();
    const auto one = std::ranges::find(cases, reader, &Case::reader);
    const ParsedFile parsed = ParseText(ReaderNamed(reader), one->before + check + "\n" + undo + "\n");
    const model::Device& device = parsed.config.device;
    EXPECT_TRUE(device.interfaces[model::FindInterface(device, one->port).index()].source_check) << undo;
  }
}

}  // namespace
}  // namespace ringfence::formats
