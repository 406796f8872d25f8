// What the device itself takes.
#include <gtest/gtest.h>

#include "formats/nokia_sros/nokia_sros.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::Impact;

constexpr std::uint8_t kToDevice = Impact::kRouting | Impact::kManagement;
const std::string kSecurity = "/configure system security ";
const std::string kFilter = kSecurity + "management-access-filter ip-filter ";

ParsedFile Read(const std::string& lines) {
  return ParseText(kFormat, "# TiMOS-B-23.10.R1\n/configure system name \"a\"\n" + lines);
}

std::string Filter(const std::string& state) {
  return kFilter + "admin-state " + state + "\n" + kFilter + "default-action drop\n" + kFilter +
         "entry 10 match protocol tcp\n" + kFilter + "entry 10 action accept\n";
}

TEST(NokiaSrosControlPlane, TheManagementAccessFilterGuardsTheDevice) {
  const ParsedFile parsed = Read(Filter("enable"));
  ASSERT_EQ(parsed.config.device.guards.size(), 1U);
  const std::string& name = parsed.config.device.guards[0].in4.name;
  EXPECT_EQ(name, "management-access-filter ip-filter");
  EXPECT_EQ(parsed.config.device.management.services.at(0).filters.at(0).name, name);
  EXPECT_TRUE(Read(Filter("disable")).config.device.guards.empty());
  // Without services, too.
  const std::string no_ssh = Filter("enable") + kSecurity + "ssh server-admin-state disable\n";
  ExpectPrintsBack(kFormat, "# TiMOS-B-23.10.R1\n/configure system name \"a\"\n" + no_ssh,
                   "without services");
}

TEST(NokiaSrosControlPlane, OtherFiltersStayOpen) {
  struct Case {
    std::string lines;
    int impact;
  };
  for (const Case& one : {
           Case{kSecurity + "cpm-filter ip-filter entry 10 action drop\n", kToDevice},
           Case{kFilter + "entry 10 match frob 1\n", kToDevice},
           Case{kSecurity + "dist-cpu-protection policy \"p\" static-policer \"s\" rate packets limit 0\n",
                kToDevice},
           Case{kSecurity + "dist-cpu-protection policy \"p\" static-policer \"s\" rate kbps 0\n", kToDevice},
           Case{kSecurity + "cpu-protection policy 1 overall-rate 1000\n", 0},
           Case{kSecurity + "cpm-queue queue 33 rate pir 100\n", 0},
       }) {
    int bits = 0;
    for (const model::LineFate& line : Read(one.lines).fates.lines) bits |= line.impact.bits;
    EXPECT_EQ(bits, one.impact) << one.lines;
  }
}

}  // namespace
}  // namespace ringfence::formats::nokia_sros
