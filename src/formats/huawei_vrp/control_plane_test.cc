// What the device itself takes.
#include <gtest/gtest.h>

#include "formats/huawei_vrp/meaning_testing.h"

namespace ringfence::formats::huawei_vrp {
namespace {

TEST(HuaweiVrpControlPlane, PoliciesOfTheProcessor) {
  const std::string policy = "cpu-defend policy P\n";
  const std::string list = "acl 3000\n rule 5 permit ip source 10.1.0.0 0.0.0.255\n#\n";
  ExpectMeanings({
      {"binding", policy + "#\n@cpu-defend-policy P global\n", ""},
      {"binding of a slot", policy + "#\nslot 1\n@ cpu-defend-policy P\n", ""},
      {"rate", policy + "@ car packet-type ospf cir 256 cbs 48000\n", ""},
      {"attacks", policy + "@ auto-defend action deny\n", ""},
      {"black list", list + policy + "@ blacklist 1 acl 3000\n", "~46-M-- filter of packets to the device"},
      {"denied packets", policy + "@ deny packet-type ospf\n", "~46-M-- filter of packets to the device"},
      {"nothing of a kind", policy + "@ car packet-type ospf cir 0\n",
       "~46FM-- class whose packets are dropped"},
  });
}

TEST(HuaweiVrpControlPlane, BehavioursThatDropByRate) {
  const std::string rest =
      "#\ntraffic classifier C\n if-match any\n#\ntraffic policy P\n classifier C behavior B\n#\ninterface "
      "GE0/1/0\n ip address 10.0.0.1 24\n traffic-policy P inbound\n";
  ExpectMeanings({
      {"excess", "traffic behavior B\n@ car cir 1000 green pass red discard\n" + rest, ""},
      {"all", "traffic behavior B\n@ car cir 1000 green discard red discard\n" + rest,
       "~46FM-- class whose packets are dropped"},
  });
}

}  // namespace
}  // namespace ringfence::formats::huawei_vrp
