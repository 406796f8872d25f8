// Statements that let somebody read what passes (captures, mirrors, lawful interception, flow export): none
// of them may be without effect, and a reader that does not follow one says that it copies.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "formats/formats.h"
#include "formats/reader_testing.h"

namespace ringfence::formats {
namespace {

struct Statement {
  std::string reader;
  std::string before;  ///< lines of the blocks it stands in
  std::string line;    ///< the last line
};

const std::vector<Statement>& Statements() {
  static const std::vector<Statement> kStatements = {
      {"cisco_ios", "", "monitor session 1 source interface GigabitEthernet0/1 both"},
      {"cisco_ios", "", "ip traffic-export profile P mode export"},
      {"cisco_ios", "interface GigabitEthernet0/1\n", " ip traffic-export apply P"},
      {"cisco_ios", "", "ip flow-export destination 10.0.0.9 9995"},
      {"cisco_iosxr", "", "lawful-intercept"},
      {"cisco_iosxr", "", "aaa intercept"},
      {"cisco_iosxr", "", "sflow"},
      {"cisco_iosxr", "interface GigabitEthernet0/0/0/0\n", " monitor-session M ethernet"},
      {"cisco_nxos", "monitor session 1\n", "  source interface Ethernet1/1 both"},
      {"cisco_nxos", "", "sflow collector-ip 10.0.0.9 vrf default"},
      {"arista_eos", "", "monitor session S source Ethernet1 both"},
      {"arista_eos", "", "tap aggregation"},
      {"arista_eos", "", "sflow destination 10.0.0.9"},
      {"juniper_junos", "", "set forwarding-options packet-capture file filename F"},
      {"juniper_junos", "", "set forwarding-options analyzer A input ingress interface ge-0/0/0.0"},
      {"juniper_junos", "", "set services flow-tap interface sp-0/0/0.0"},
      {"juniper_junos", "", "set services radius-flow-tap interfaces sp-0/0/0.0"},
      {"juniper_junos", "", "set services dynamic-flow-capture capture-group G"},
      {"nokia_sros", "", "/configure mirror mirror-dest \"1\" admin-state enable"},
      {"nokia_sros", "", "/configure li li-source \"1\" admin-state enable"},
      {"nokia_sros", "", "/configure debug mirror-source \"1\" port 1/1/1 ingress true"},
      {"huawei_vrp", "", "observe-port 1 interface GigabitEthernet0/0/7"},
      {"huawei_vrp", "", "capture-packet forwarding interface GigabitEthernet0/0/1"},
      {"huawei_vrp", "", "packet-capture startup"},
      {"huawei_vrp", "", "lawful-interception"},
      {"huawei_vrp", "interface GigabitEthernet0/0/1\n", " port-mirroring to observe-port 1 both"},
      {"zte_zxros", "", "port-mirror session 1"},
      {"zte_zxros", "", "ipfix enable"},
  };
  return kStatements;
}

std::string HeadOf(const std::string& reader) {
  if (reader == "cisco_ios") return "version 15.2\n";
  if (reader == "cisco_iosxr") return "!! IOS XR Configuration 7.3.2\n";
  if (reader == "cisco_nxos") return "!Command: show running-config\nversion 9.3(5) Bios:version\n";
  if (reader == "arista_eos") return "! device: r (vEOS, EOS-4.27.0F)\n!\n";
  if (reader == "juniper_junos") return "set version 20.4R1\n";
  if (reader == "nokia_sros") return "# TiMOS-C-22.10.R2 cpm/hops64 Nokia 7750 SR\n";
  return reader == "huawei_vrp" ? "!Software Version V800R019C10\n#\n" : "";
}

TEST(CopyingStatements, NoneIsWithoutEffect) {
  for (const Statement& statement : Statements()) {
    const auto& all = AllFormats();
    const auto format =
        std::ranges::find_if(all, [&](const Format* one) { return one->name == statement.reader; });
    ASSERT_NE(format, all.end()) << statement.reader;
    const std::string text = HeadOf(statement.reader) + statement.before + statement.line + "\n";
    const ParsedFile parsed = ParseText(**format, text);
    const auto place = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    const model::LineFate& line = parsed.fates.lines.at(place - 1);
    const bool open = line.fate == model::Fate::kUnmodelled || line.fate == model::Fate::kUnknown;
    EXPECT_TRUE(line.fate == model::Fate::kModelled || open) << statement.reader << ": " << statement.line;
    if (open) {
      EXPECT_TRUE(line.impact.has(model::Impact::kCopying)) << statement.reader << ": " << statement.line;
    }
  }
}

}  // namespace
}  // namespace ringfence::formats
