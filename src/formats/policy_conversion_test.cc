#include "formats/policy_conversion.h"

#include <gtest/gtest.h>

#include "formats/policy_text_testing.h"

namespace ringfence::formats {
namespace {

struct Converted {
  model::PolicySet set;
  std::string dump;
  std::string diagnostics;
  std::vector<model::LineFate> fates;
};

/// Reads and converts; every route map in `uses` is used.
Converted Convert(const std::string& text, const PolicyDialect& dialect = {},
                  const std::vector<std::string>& uses = {}) {
  const base::SourceFile source("test.cfg", text);
  PolicyReader reader(source, dialect);
  Converted out;
  PolicyConverter converter(reader.texts, dialect, reader, out.set);
  for (const std::string& name : uses)
    converter.UseRouteMap(name, {base::FileId(0), 1, 1, 1}, model::Impact::kRouting4);
  converter.Finish();
  DumpPolicies(out.dump, out.set);
  out.diagnostics = IdsOf(reader.diagnostics);
  out.fates = reader.fates.Take().lines;
  return out;
}

/// What is printed reads back to the same policies without complaint.
Converted ConvertBothWays(const std::string& text, const PolicyDialect& dialect = {}) {
  Converted first = Convert(text, dialect);
  const std::string printed = PrintPolicies(first.set, dialect);
  const Converted second = Convert(printed, dialect);
  EXPECT_EQ(first.dump, second.dump) << printed;
  EXPECT_EQ(second.diagnostics, "") << printed;
  return first;
}

constexpr const char* kLists =
    "ip prefix-list P seq 10 permit 10.0.0.0/8 le 24\n"
    "ip prefix-list P seq 5 deny 10.1.0.0/16 ge 24\n"
    "ip prefix-list P permit 0.0.0.0/0\n"
    "ip prefix-list Q permit 10.0.0.0/8 ge 12 le 16\n"
    "ip prefix-list Q permit any\n"
    "ip prefix-list Q permit 10.0.0.0/8 eq 32\n"
    "ipv6 prefix-list P permit 2001:db8::/32 ge 48\n"
    "ip as-path access-list 1 permit ^65001_\n"
    "ip as-path access-list 1 deny .*\n"
    "ip as-path access-list N seq 3 permit \"_(1|2)$\"\n"
    "ip community-list 1 permit 65000:1 no-export\n"
    "ip community-list 1 permit internet\n"
    "ip community-list 100 deny _65000:.*_\n"
    "ip community-list expanded X permit 65000:[0-9]+\n"
    "ip community-list standard S seq 7 deny 1:1\n"
    "ip extcommunity-list standard 1 permit rt 65000:1 soo 65000:2\n"
    "ip extcommunity-list expanded E permit RT:65000:.*\n"
    "ip large-community-list standard L permit 65000:1:2\n";

TEST(PolicyConversion, ListsOfAllKinds) {
  const Converted lists = ConvertBothWays(kLists);
  EXPECT_EQ(lists.diagnostics, "");
  EXPECT_EQ(lists.dump,
            "prefix-list P\n"
            "  deny 10.1.0.0/16 length 24-32\n"
            "  permit 10.0.0.0/8 length 8-24\n"
            "  permit 0.0.0.0/0 length 0-0\n"
            "prefix-list Q\n"
            "  permit 10.0.0.0/8 length 12-16\n"
            "  permit 0.0.0.0/0 length 0-32\n"
            "  permit 10.0.0.0/8 length 32-32\n"
            "prefix-list ipv6:P\n"
            "  permit 2001:db8::/32 length 48-128\n"
            "as-path-list 1\n"
            "  permit /^65001(?:^|[ ,{}()]|$)/\n"
            "  deny /.*/\n"
            "as-path-list N\n"
            "  permit /(?:^|[ ,{}()]|$)(?:1|2)$/\n"
            "community-list 1 standard\n"
            "  permit 65000:1 65535:65281\n"
            "  permit\n"
            "community-list 100 standard\n"
            "  deny all /(?:^|[ ,{}()]|$)65000:.*(?:^|[ ,{}()]|$)/\n"
            "community-list S standard\n"
            "  deny 1:1\n"
            "community-list X standard\n"
            "  permit all /65000:[0-9]+/\n"
            "community-list ext:1 extended\n"
            "  permit target:65000:1 origin:65000:2\n"
            "community-list ext:E extended\n"
            "  permit all /target:65000:.*/\n"
            "community-list large:L large\n"
            "  permit 65000:1:2\n");
}

TEST(PolicyConversion, ConditionsOfOneKindAreAlternatives) {
  const Converted map = ConvertBothWays(
      std::string(kLists) +
      "route-map M deny 5\n match ip address prefix-list P Q\n match ip address prefix-list Q\n"
      "route-map M permit 20\n match as-path 1 N\n match community 1 exact-match\n match tag 7 8\n"
      "route-map M permit 30\n match extcommunity E\n match large-community L\n match metric 10 +- 2\n"
      " match ipv6 address prefix-list P\n match ip next-hop prefix-list Q\n"
      " match ip route-source prefix-list Q\n"
      "route-map M permit 40\n match route-type external type-1\n match interface e0\n"
      " match source-protocol connected\n match source-protocol ospf 3\n match local-preference 5\n"
      " match origin igp\n match peer 10.0.0.1\n match weight 1\n match distance 20\n match source-vrf A\n"
      "route-map M permit 50\n match route-type internal\n"
      "route-map M permit 60\n match route-type external level-2 local\n");
  EXPECT_EQ(map.diagnostics, "");
  EXPECT_EQ(
      map.dump.substr(map.dump.find("policy")),
      "policy M end reject\n"
      "  term 5 if prefix-list P Q Q: reject\n"
      "  term 20 if as-path-list 1 N and community-list exact 1 and tag 7-7 8-8: accept\n"
      "  term 30 if community-list ext:E and community-list large:L and metric 8-12 and prefix-list ipv6:P"
      " and next-hop-list Q and route-source-list Q: accept\n"
      "  term 40 if ospf-external 1-1 and interface e0 and source connected or source 3 ospf"
      " and local-preference 5-5 and origin igp and neighbor 10.0.0.1/32 and weight 1-1 and distance 20-20"
      " and vrf A: accept\n"
      "  term 50 if ospf-internal or bgp-internal: accept\n"
      "  term 60 if ospf-external or bgp-external or isis-level 2-2 or bgp-local: accept\n");
}

TEST(PolicyConversion, Changes) {
  const Converted map = ConvertBothWays(
      std::string(kLists) +
      "route-map M permit 10\n set local-preference 200\n set metric +5\n set weight 7\n set tag 9\n"
      " set metric-type type-1\n set level level-1-2\n set origin incomplete\n set distance 30\n"
      " set as-path prepend 65000 1.1\n set as-path prepend last-as 2\n set as-path replace any\n"
      " set as-path exclude 7\n set ip next-hop 10.0.0.1\n set ip next-hop peer-address\n"
      " set ip next-hop unchanged\n set ip next-hop self\n set ipv6 next-hop 2001:db8::1\n"
      " set community 65000:1 no-export additive\n set comm-list S delete\n set extcommunity rt 1:1 2:2\n"
      " set extcommunity soo 1:3\n set extcommunity color 5\n set extcomm-list E delete\n set "
      "large-community 1:2:3\n"
      " set atomic-aggregate\n set ip precedence 5\n set metric igp-metric\n"
      "route-map M permit 20\n set community none\n set metric 10000 100 255 1 1500\n");
  EXPECT_EQ(map.diagnostics, "");
  EXPECT_EQ(
      map.dump.substr(map.dump.find("policy")),
      "policy M end reject\n  term 10: accept\n    local-preference = 200\n    metric + 5\n    weight 7\n"
      "    tag 9\n    metric-type 1\n    level 3\n    origin incomplete\n    distance 30\n"
      "    as-path-prepend 65000 65537\n    as-path-prepend-last 2\n    as-path-replace-own\n"
      "    as-path-remove 7\n    next-hop 10.0.0.1\n    next-hop-peer\n    next-hop-unchanged\n"
      "    next-hop-self\n    next-hop 2001:db8::1\n    community add standard 65000:1 65535:65281\n"
      "    community delete standard list S\n    community set extended target:1:1 target:2:2\n"
      "    community add extended origin:1:3\n    community add extended color:0:5\n"
      "    community delete extended list ext:E\n    community set large 1:2:3\n"
      "    attribute-not-modelled\n    metric-of-igp\n  term 20: accept\n    community clear standard\n"
      "    metric = 10000 10000 100 255 1 1500\n");
}

TEST(PolicyConversion, ContinueJumpsForward) {
  const std::string text =
      "route-map M permit 10\n continue\nroute-map M permit 20\n continue 40\nroute-map M deny 30\n"
      "route-map M permit 40\n on-match goto 99\nroute-map M permit 50\n on-match next\n";
  EXPECT_EQ(
      ConvertBothWays(text).dump,
      "policy M end reject\n  term 10: pass\n  term 20: pass to 3\n  term 30: reject\n  term 40: pass to 5\n"
      "  term 50: pass\n");
  PolicyDialect strict;
  strict.continue_accepts = false;
  EXPECT_EQ(ConvertBothWays(text, strict).dump,
            "policy M end reject\n  term 10: next\n  term 20: goto 3\n  term 30: reject\n  term 40: goto 5\n"
            "  term 50: next\n");
}

TEST(PolicyConversion, UndefinedNamesDoWhatTheSystemDoes) {
  const std::string text =
      "route-map M permit 10\n match ip address prefix-list NONE\nroute-map M permit 20\n call OTHER\n";
  EXPECT_EQ(Convert(text).dump,
            "policy M end reject\n  term 10: accept\n  term 20: call OTHER\n"
            "policy OTHER end reject\n  term 65535: reject\n");
  EXPECT_EQ(Convert(text).diagnostics, "reference-undefined@2 reference-undefined@4 ");
  PolicyDialect strict;
  strict.undefined_list_matches = false;
  strict.undefined_map_accepts = true;
  EXPECT_EQ(Convert(text, strict).dump,
            "policy M end reject\n  term 20: call OTHER\npolicy OTHER end reject\n  term 65535: accept\n");
  EXPECT_EQ(Convert("\n", {}, {"GONE"}).dump, "policy GONE end reject\n  term 65535: reject\n");
}

TEST(PolicyConversion, FiltersRejectWhatTheirListDoesNotPermit) {
  const base::SourceFile source("test.cfg", "ip prefix-list P permit any\n");
  PolicyDialect strict;
  strict.undefined_filter_accepts = false;
  PolicyReader reader(source, strict);
  reader.texts.access_lists["acl:10"] = model::PrefixList{"10", {}, {}};
  reader.texts.access_lists["acl:11"] = std::nullopt;
  model::PolicySet set;
  PolicyConverter converter(reader.texts, strict, reader, set);
  const base::Span span{base::FileId(0), 1, 1, 1};
  EXPECT_EQ(converter.UseFilter(ListKind::kPrefix4, "P", span, 1), "prefix-list:P");
  EXPECT_EQ(converter.UseFilter(ListKind::kAccess4, "10", span, 1), "prefix-list:acl:10");
  EXPECT_EQ(converter.UseFilter(ListKind::kAccess4, "11", span, 1), std::nullopt);
  EXPECT_EQ(converter.UseFilter(ListKind::kAsPath, "NONE", span, 1), "as-path:NONE");
  converter.Finish();
  std::string dump;
  DumpPolicies(dump, set);
  EXPECT_EQ(
      dump,
      "prefix-list P\n  permit 0.0.0.0/0 length 0-32\nprefix-list acl:10\nas-path-list NONE\n  deny /.*/\n"
      "policy as-path:NONE end next-policy\n  term 1 if not as-path-list NONE: reject\n"
      "policy prefix-list:P end next-policy\n  term 1 if not prefix-list P: reject\n"
      "policy prefix-list:acl:10 end next-policy\n  term 1 if not prefix-list acl:10: reject\n");
  EXPECT_EQ(IdsOf(reader.diagnostics), "reference-undefined@1 ");
  EXPECT_EQ(reader.fates.at(1).reason, "access list as a route filter");
}

TEST(PolicyConversion, WhatIsNotExpressedCountsWhereItIsUsed) {
  const std::string text = "route-map M permit 10\n match length 3 9\n set vrf X\n";
  EXPECT_EQ(ConvertBothWays(text).fates[1].fate, model::Fate::kIrrelevant);
  const Converted used = Convert(text, {}, {"M"});
  EXPECT_EQ(used.dump, "policy M end reject\n  term 10 if not-modelled: accept\n");
  EXPECT_EQ(used.fates[1].fate, model::Fate::kUnmodelled);
  EXPECT_EQ(used.fates[2].fate, model::Fate::kUnmodelled);
}

TEST(PolicyConversion, WrongValuesAreReported) {
  EXPECT_EQ(Convert("ip prefix-list P permit 10.0.0.0/8 ge 4\nip prefix-list P permit 10.0.0.0/33\n"
                    "ip prefix-list P permit 2001:db8::/32\nip as-path access-list 1 permit (1\n"
                    "ip community-list 1 permit 65536:1\nroute-map M permit 10\n set weight x\n"
                    " set community a\n set as-path prepend x\n")
                .diagnostics,
            "value-invalid@1 value-invalid@2 value-invalid@3 value-invalid@4 value-invalid@5 value-invalid@7 "
            "value-invalid@8 value-invalid@9 ");
}

TEST(PolicyConversion, RemovalsAndReplacements) {
  EXPECT_EQ(
      Convert(
          "ip prefix-list P permit any\nno ip prefix-list P\nroute-map M permit 10\nno route-map M\n"
          "ip prefix-list Q seq 5 permit any\nip prefix-list Q seq 10 deny any\nno ip prefix-list Q seq 5\n"
          "route-map N permit 10\nroute-map N deny 20\nno route-map N permit 10\n"
          "ip as-path access-list 1 permit 1\nno ip as-path access-list 1\n"
          "ip community-list 1 permit 1:1\nno ip community-list 1\n")
          .dump,
      "prefix-list Q\n  deny 0.0.0.0/0 length 0-32\npolicy N end reject\n  term 20: reject\n");
  PolicyDialect replacing;
  replacing.match_replaces = true;
  EXPECT_EQ(Convert("route-map M permit 10\n match tag 1\n match tag 2\n", replacing).dump,
            "policy M end reject\n  term 10 if tag 2-2: accept\n");
}

}  // namespace
}  // namespace ringfence::formats
