#include "formats/bgp_conversion.h"

#include <gtest/gtest.h>

#include "formats/block_reader.h"
#include "formats/dump_bgp.h"
#include "formats/print_bgp_text.h"

namespace ringfence::formats {
namespace {

using routing::bgp::BgpFamily;

/// A small system: `router bgp` with families, templates, nothing else. Every route map is taken as defined.
class BgpReader : public BlockReader<BgpReader> {
 public:
  BgpReader(const base::SourceFile& source, const BgpDialect& bgp_dialect)
      : BlockReader(source, base::FileId(0)), dialect(bgp_dialect) {
    for (std::uint32_t line = 1; line <= source.line_count(); ++line) ReadLine(line, kTopLevel);
  }

  const BgpDialect& dialect;
  BgpText text;
  std::size_t vrf = 0;
  BgpFamily family = BgpFamily::kIpv4Unicast;
  std::string template_name;

  BgpPlace Place() { return {text, vrf, family, dialect}; }

 private:
  static Verdict Router(BgpReader& reader, Statement& statement) {
    statement.words.Accept("bgp");
    reader.text.as = TakeAs(reader, statement).value_or(0);
    reader.text.span = statement.span();
    reader.Open(Process, model::Impact::kRouting4);
    return kUnderstood;
  }
  static Verdict Process(BgpReader& reader, Statement& statement) {
    reader.family = BgpFamily::kIpv4Unicast;
    VrfOf(reader.text, "", statement.span());
    reader.vrf = 0;
    if (statement.words.Accept("address-family")) {
      if (statement.words.Accept("ipv6"))
        reader.family = BgpFamily::kIpv6Unicast;
      else if (statement.words.Accept("vpnv4"))
        reader.family = BgpFamily::kVpnIpv4;
      else
        statement.words.Accept("ipv4");
      if (statement.words.Accept("vrf")) {
        BgpVrfText& made = VrfOf(reader.text, statement.words.Next().text, statement.span());
        reader.vrf = static_cast<std::size_t>(&made - reader.text.vrfs.data());
      }
      reader.Open(Line, model::Impact::kRouting4);
      return kUnderstood;
    }
    if (statement.words.Accept("template")) {
      reader.template_name.clear();
      const bool session = statement.words.Accept("peer-session");
      if (!session) statement.words.Accept("peer-policy");
      reader.template_name = statement.words.Next().text;
      reader.Open(session ? SessionTemplate : PolicyTemplate, model::Impact::kRouting4);
      return kUnderstood;
    }
    return Line(reader, statement);
  }
  static Verdict SessionTemplate(BgpReader& reader, Statement& statement) {
    return ReadNeighborSetting(reader.text.session_templates[reader.template_name], reader.Place(), statement,
                               reader);
  }
  static Verdict PolicyTemplate(BgpReader& reader, Statement& statement) {
    NeighborText scratch;
    scratch.families[BgpFamily::kIpv4Unicast] = reader.text.policy_templates[reader.template_name];
    const Verdict verdict = ReadNeighborSetting(scratch, reader.Place(), statement, reader);
    reader.text.policy_templates[reader.template_name] = scratch.families[BgpFamily::kIpv4Unicast];
    return verdict;
  }
  static Verdict Line(BgpReader& reader, Statement& statement) {
    if (statement.words.Accept("exit-address-family")) return kNoEffect;
    if (statement.words.Accept("neighbor")) return ReadBgpNeighbor(reader.Place(), statement, reader);
    return ReadBgpFamilyLine(reader.Place(), statement, reader);
  }
  static constexpr Keyword kTopLevel[] = {{"router", Router}};
};

std::string TakeWord(WordCursor& words) { return std::string(words.Next().text); }
bool IsPort(std::string_view word) { return word.starts_with("eth"); }

BgpDialect Classic() {
  BgpDialect dialect;
  dialect.take_interface = TakeWord;
  dialect.is_interface = IsPort;
  return dialect;
}

struct Converted {
  routing::bgp::BgpConfig config;
  std::string dump;
  std::size_t complaints = 0;
  std::vector<model::LineFate> fates;
};

Converted Convert(const std::string& lines, const BgpDialect& dialect) {
  const base::SourceFile source("test.cfg", "router bgp 65000\n" + lines);
  BgpReader reader(source, dialect);
  PolicyTexts policies;
  for (const char* name : {"IN", "OUT", "M", "N"}) policies.route_maps[name];
  policies.prefix_lists["P"], policies.prefix_lists["ipv6:P"], policies.as_path_lists["1"];
  const PolicyDialect policy_dialect;
  model::PolicySet set;
  PolicyConverter converter(policies, policy_dialect, reader, set);
  Converted out;
  out.config = ConvertBgp(reader.text, dialect, converter, reader);
  DumpBgp(out.dump, out.config);
  out.complaints = reader.diagnostics.items().size();
  out.fates = reader.fates.Take().lines;
  return out;
}

/// What is printed reads back to the same configuration, and every line is understood.
Converted ConvertBothWays(const std::string& lines, const BgpDialect& dialect = Classic()) {
  Converted first = Convert(lines, dialect);
  EXPECT_EQ(first.complaints, 0U);
  const std::string printed = PrintBgp(first.config, dialect);
  const Converted second = Convert(printed.substr(printed.find('\n') + 1), dialect);
  EXPECT_EQ(first.dump, second.dump) << printed;
  EXPECT_EQ(second.complaints, 0U) << printed;
  for (const Converted* converted : {&std::as_const(first), &second}) {
    for (std::size_t line = 0; line < converted->fates.size(); ++line)
      EXPECT_NE(converted->fates[line].fate, model::Fate::kUnknown) << line + 1 << '\n' << lines << printed;
  }
  return first;
}

std::string NeighborsOf(const std::string& dump) { return dump.substr(dump.find("    neighbor")); }

TEST(BgpConversion, SessionsAndFamilies) {
  const Converted bgp = ConvertBothWays(
      " bgp router-id 10.0.0.1\n neighbor 10.0.0.2 remote-as 65000\n neighbor 10.0.0.2 update-source eth0\n"
      " neighbor 10.0.0.2 route-reflector-client\n neighbor 10.0.0.2 next-hop-self all\n"
      " neighbor 10.0.0.3 remote-as 1.1\n neighbor 10.0.0.3 ebgp-multihop 2\n neighbor 10.0.0.3 password 7 "
      "02050D480809\n"
      " neighbor 10.0.0.3 local-as 7 no-prepend replace-as\n neighbor 10.0.0.3 shutdown\n"
      " neighbor 10.0.0.3 route-map IN in\n neighbor 10.0.0.3 prefix-list P in\n neighbor 10.0.0.3 "
      "filter-list 1 in\n"
      " neighbor 10.0.0.3 send-community both\n neighbor 10.0.0.3 remove-private-as all replace-as\n"
      " neighbor 10.0.0.3 allowas-in\n neighbor 10.0.0.3 as-override\n neighbor 10.0.0.3 weight 5\n"
      " neighbor 10.0.0.3 default-originate route-map OUT\n neighbor 10.0.0.3 advertise-map M non-exist-map "
      "N\n"
      " neighbor 10.0.0.3 unsuppress-map M\n neighbor 10.0.0.3 maximum-prefix 100\n"
      " neighbor 2001:DB8::1 remote-as external\n no neighbor 2001:db8::1 activate\n"
      " neighbor 2001:db8::1 transport connection-mode passive\n neighbor 2001:db8::1 "
      "disable-connected-check\n"
      " address-family ipv6\n  neighbor 2001:db8::1 activate\n  neighbor 2001:db8::1 prefix-list P out\n");
  EXPECT_EQ(NeighborsOf(bgp.dump),
            "    neighbor 10.0.0.2 as 65000 source eth0\n"
            "      ipv4 import (else accept) export (else accept) next-hop-self always no-communities "
            "no-extended no-large client\n"
            "    neighbor 10.0.0.3 as 65537 local-as 7 no-prepend replace-as hops 2 shutdown auth " +
                bgp.config.vrfs[0].neighbors[1].authentication +
                "\n      ipv4 import prefix-list:P as-path:1 IN (else accept) export (else accept) no-large "
                "remove-private replace"
                " as-override allow-own-as 3 weight 5 default-originate OUT (else accept) unsuppress M "
                "advertise M (else reject)"
                " unless N (else reject)\n"
                "    neighbor 2001:db8::1 external no-connected-check passive\n"
                "      ipv6 import (else accept) export prefix-list:ipv6:P (else accept) no-communities "
                "no-extended no-large\n");
}

TEST(BgpConversion, GroupsAndTemplatesFillWhatIsUnset) {
  const Converted bgp = ConvertBothWays(
      " template peer-session BASE\n  timers 1 3\n  ebgp-multihop 3\n template peer-session S\n  remote-as "
      "65001\n"
      "  inherit peer-session BASE\n"
      " template peer-policy A\n  weight 1\n  allowas-in 2\n template peer-policy B\n  weight 2\n"
      " neighbor G peer-group\n neighbor G remote-as 65002\n neighbor G route-map OUT out\n neighbor G "
      "weight 9\n"
      " neighbor 10.0.0.1 peer-group G\n neighbor 10.0.0.1 weight 8\n"
      " neighbor 10.0.0.2 inherit peer-session S\n neighbor 10.0.0.2 inherit peer-policy A\n"
      " neighbor 10.0.0.2 inherit peer-policy B\n");
  EXPECT_EQ(NeighborsOf(bgp.dump),
            "    neighbor 10.0.0.1 group G as 65002\n"
            "      ipv4 import (else accept) export OUT (else accept) no-communities no-extended no-large "
            "weight 8\n"
            "    neighbor 10.0.0.2 as 65001 hops 3\n"
            "      ipv4 import (else accept) export (else accept) no-communities no-extended no-large "
            "allow-own-as 2 weight 2\n");
  EXPECT_EQ(
      Convert(" neighbor 10.0.0.1 remote-as 1\n neighbor 10.0.0.1 peer-group NONE\n", Classic()).complaints,
      1U);
}

TEST(BgpConversion, RoutesAndDecision) {
  const Converted bgp = ConvertBothWays(
      " bgp cluster-id 7\n no bgp client-to-client reflection\n bgp confederation identifier 100\n"
      " bgp confederation peers 65001 65002\n bgp always-compare-med\n bgp bestpath compare-routerid\n"
      " bgp bestpath as-path multipath-relax\n bgp bestpath med missing-as-worst\n bgp default "
      "local-preference 120\n"
      " bgp log-neighbor-changes\n no synchronization\n no auto-summary\n network 10.0.0.0\n"
      " network 172.16.1.0 mask 255.255.255.0 route-map M\n network 192.0.2.0/25\n"
      " aggregate-address 10.0.0.0 255.0.0.0 as-set summary-only attribute-map M\n"
      " redistribute connected route-map M\n redistribute ospf 1 metric 5 match internal external\n "
      "redistribute ospf 2\n"
      " redistribute isis X level-1-2\n maximum-paths 4\n maximum-paths ibgp 2\n distance bgp 30 210 220\n"
      " bgp redistribute-internal\n table-map M filter\n");
  EXPECT_EQ(
      bgp.dump,
      "bgp 65000 cluster-id 0.0.0.7 no-client-to-client confederation 100 member 65001 member 65002\n"
      "  decision weight local-first always-med missing-med-worst\n  vrf default\n"
      "    family ipv4 paths 4/2 distances 30/210/220 relax-as preference 120 redistributes-internal"
      " table-policy M (else accept)\n"
      "      network 10.0.0.0/8\n      network 172.16.1.0/24 policy M\n      network 192.0.2.0/25\n"
      "      redistribute connected  origin incomplete policy M\n"
      "      redistribute ospf 1 origin incomplete metric 5\n"
      "      redistribute ospf 2 origin incomplete no-external\n      redistribute isis X origin incomplete\n"
      "      aggregate 10.0.0.0/8 as-set summary-only attributes M\n");
}

TEST(BgpConversion, VrfsHaveTheirOwnNeighbors) {
  const Converted bgp = ConvertBothWays(
      " neighbor 10.0.0.9 remote-as 65000\n address-family vpnv4\n  neighbor 10.0.0.9 activate\n"
      " address-family ipv4 vrf A\n  redistribute static\n  neighbor 10.1.0.2 remote-as 65001\n"
      "  neighbor 10.1.0.2 activate\n  neighbor 10.1.0.3 remote-as 65001\n  no neighbor 10.1.0.3 activate\n"
      "  bgp router-id 10.1.0.1\n");
  ASSERT_EQ(bgp.config.vrfs.size(), 2U);
  EXPECT_EQ(bgp.config.vrfs[0].neighbors[0].families.size(), 2U);
  EXPECT_EQ(bgp.config.vrfs[1].neighbors.size(), 2U);
  EXPECT_EQ(bgp.config.vrfs[1].neighbors[0].families.size(), 1U);
  EXPECT_TRUE(bgp.config.vrfs[1].neighbors[1].families.empty());
  EXPECT_EQ(net::ToString(*bgp.config.vrfs[1].router_id), "10.1.0.1");
}

TEST(BgpConversion, InterfacesAndRangesNameNeighbors) {
  const Converted bgp = ConvertBothWays(
      " neighbor G peer-group\n neighbor G remote-as 65001 alternate-as 65002 65003\n"
      " bgp listen range 10.0.0.0/8 peer-group G\n neighbor eth1 interface remote-as internal\n");
  EXPECT_NE(bgp.dump.find("range 10.0.0.0/8 group G as 65001-65001 as 65002-65002 as 65003-65003\n"),
            std::string::npos)
      << bgp.dump;
  EXPECT_NE(bgp.dump.find("neighbor interface eth1 internal\n"), std::string::npos) << bgp.dump;
}

TEST(BgpConversion, DialectsDifferInWhatSilenceMeans) {
  BgpDialect strict = Classic();
  strict.ebgp_needs_policy = strict.sends_standard = strict.sends_extended = strict.sends_large = true;
  strict.ipv4_active_by_default = false;
  strict.mention_activates = true;
  const Converted bgp = ConvertBothWays(
      " neighbor 10.0.0.1 remote-as 1\n neighbor 10.0.0.1 route-map IN in\n neighbor 10.0.0.1 "
      "send-community\n"
      " neighbor 10.0.0.2 remote-as 2\n",
      strict);
  EXPECT_EQ(NeighborsOf(bgp.dump),
            "    neighbor 10.0.0.1 as 1\n      ipv4 import IN (else accept) export (else reject)\n"
            "    neighbor 10.0.0.2 as 2\n");
  const Converted open = ConvertBothWays(
      " no bgp ebgp-requires-policy\n neighbor 10.0.0.1 remote-as 1\n neighbor 10.0.0.1 activate\n", strict);
  EXPECT_NE(open.dump.find("import (else accept) export (else accept)"), std::string::npos) << open.dump;
}

TEST(BgpConversion, WhatIsNotModelledSaysSo) {
  const Converted bgp = Convert(
      " distance 30 10.0.0.0 0.0.0.0\n auto-summary\n network 10.0.0.0 backdoor\n frob\n neighbor 10.0.0.1 "
      "frob\n"
      " redistribute ospf 1 match external 1\n",
      Classic());
  EXPECT_EQ(bgp.fates[1].reason, "distance by neighbour");
  EXPECT_EQ(bgp.fates[2].reason, "automatic summaries");
  EXPECT_EQ(bgp.fates[3].reason, "backdoor network");
  EXPECT_EQ(bgp.fates[4].fate, model::Fate::kUnknown);
  EXPECT_EQ(bgp.fates[5].fate, model::Fate::kUnknown);
  EXPECT_EQ(bgp.fates[6].reason, "redistribution by OSPF metric type");
}

}  // namespace
}  // namespace ringfence::formats
