// What an inquiry takes over after an edit: which edits leave which evaluations. That answers are right then
// is for the twin to say (serve/reread_twin_test.cc).
#include "study/inquiry.h"

#include <gtest/gtest.h>

#include <functional>

#include "study/check.h"
#include "study/exposure_study.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

rules::TinyText Net() {
  rules::TinyText text = rules::Tiny();
  text.Rule("CLEAN",
            "confine: records, away-from: untrusted, levels: [read], under: {failures: 1, of: link}");
  text.Rule("SEEN", "confine: visits, away-from: untrusted, levels: [alter]");
  return text;
}

/// Evaluations found before an edit, and how many of them stand after it.
struct Counts {
  std::size_t before = 0;
  std::size_t carried = 0;
};

Counts After(const std::function<void(rules::TinyText&)>& edit, const rules::TinyText& text = Net()) {
  const auto load = [](const rules::TinyText& one) {
    auto snapshot = Load(one);
    EXPECT_FALSE(snapshot->diagnostics.has_errors());
    return snapshot;
  };
  const auto old_snapshot = load(text);
  Inquiry before(*old_snapshot, 1);
  EXPECT_TRUE(Check(*old_snapshot, {.inquiry = &before}).has_value());
  Counts counts;
  before.evaluators().known()->ForEach([&](const auto&, const auto&) { ++counts.before; });
  rules::TinyText edited = text;
  edit(edited);
  const auto new_snapshot = load(edited);
  Inquiry after(*new_snapshot, 1);
  counts.carried = after.CarryOver(before);
  return counts;
}

/// The list at the office of west, where it has no link.
void ListAtTheOffice(rules::TinyText& text, std::string_view line) {
  text.Replace("configs/west.cfg", "10.1.0.1 255.255.255.0\n",
               "10.1.0.1 255.255.255.0\n ip access-group DOOR in\n");
  text.Replace("configs/west.cfg", "router ospf",
               "ip access-list extended DOOR\n " + std::string(line) + "\n!\nrouter ospf");
}

TEST(Inquiry, WhatMeansNothingToRoutesLeavesAllAsItWas) {
  const std::function<void(rules::TinyText&)> edits[] = {
      [](rules::TinyText&) {},
      [](rules::TinyText& text) { text.Replace("configs/north.cfg", "!\n", "! moves all lines below\n!\n"); },
      [](rules::TinyText& text) {
        text.Replace("configs/west.cfg", "interface GigabitEthernet0/0\n",
                     "interface GigabitEthernet0/0\n description east\n");
      },
      [](rules::TinyText& text) {
        text.Rule("MORE", "confine: visits, away-from: untrusted, levels: [cut]");
      },
      [](rules::TinyText& text) { text.Replace("inventory.yaml", "maker: Risky", "maker: Good"); },
      [](rules::TinyText& text) {
        text.Append("configs/west.cfg",
                    "username ann privilege 15 secret 5 $1$a$b\nline vty 0 4\n login local\n");
      },
  };
  for (const auto& edit : edits) {
    const Counts counts = After(edit);
    EXPECT_EQ(counts.before, 3U) << "records with and without the fibre, visits";
    EXPECT_EQ(counts.carried, counts.before);
  }
}

TEST(Inquiry, RoutesThatMayChangeLeaveNothing) {
  const std::function<void(rules::TinyText&)> edits[] = {
      [](rules::TinyText& text) { text.Replace("configs/west.cfg", "ip ospf cost 10", "ip ospf cost 11"); },
      [](rules::TinyText& text) { text.Replace("inventory.yaml", ", over: [MUX]", ""); },
      [](rules::TinyText& text) {
        text.Replace("inventory.yaml", "  MUX:",
                     "  ANOTHER: {kind: line-system, maker: Good, owner: Ternet, operator: Ternet}\n  MUX:");
      },
      // Packets of OSPF pass a list at a port with a link.
      [](rules::TinyText& text) {
        text.Replace("configs/west.cfg", " ip ospf cost 10\n",
                     " ip ospf cost 10\n ip access-group CORE in\n");
        text.Append("configs/west.cfg", "ip access-list extended CORE\n permit ip any any\n");
      },
  };
  for (const auto& edit : edits) EXPECT_EQ(After(edit).carried, 0U);
}

TEST(Inquiry, ARouteCountsForPacketsToItsPrefix) {
  const auto route_at = [](std::string_view prefix) {
    return [prefix](rules::TinyText& text) {
      text.Append("configs/north.cfg", "ip route " + std::string(prefix) + " Null0\n");
    };
  };
  const Counts other = After(route_at("10.7.0.0 255.255.0.0"));
  EXPECT_EQ(other.carried, other.before);
  EXPECT_EQ(After(route_at("10.2.0.8 255.255.255.248")).carried, 1U) << "visits go elsewhere";
  EXPECT_EQ(After(route_at("10.1.0.16 255.255.255.240")).carried, 2U) << "records go elsewhere";
  EXPECT_EQ(After(route_at("10.9.0.0 255.255.0.0")).carried, 0U) << "next hops lie there";
  EXPECT_EQ(After(route_at("0.0.0.0 0.0.0.0")).carried, 0U);
}

TEST(Inquiry, ARouteMayBeWhatAnAdvertisementWaitsFor) {
  const auto edit = [](rules::TinyText& text) {
    text.Append("configs/north.cfg", "ip route 10.7.0.0 255.255.0.0 Null0\n");
  };
  rules::TinyText text = Net();
  text.Append("configs/west.cfg", "router bgp 65001\n neighbor 10.9.0.3 remote-as 65003\n");
  text.Append("configs/north.cfg", "router bgp 65003\n neighbor 10.9.0.2 remote-as 65001\n");
  const Counts plain = After(edit, text);
  EXPECT_EQ(plain.carried, plain.before);
  text.Append("configs/north.cfg",
              " neighbor 10.9.0.2 advertise-map TELL non-exist-map OTHER\n"
              "route-map TELL permit 10\nroute-map OTHER permit 10\n");
  EXPECT_EQ(After(edit, text).carried, 0U);
}

TEST(Inquiry, AListTouchesTheFlowsThatMeetItsDevice) {
  // Both flows begin at west.
  EXPECT_EQ(After([](rules::TinyText& text) { ListAtTheOffice(text, "permit ip any any"); }).carried, 0U);
  rules::TinyText text = Net();
  text.Replace("ringfence.yaml", "between: [west, north], hosts: [10.1.0.20",
               "between: [east, north], hosts: [10.2.0.20");
  const Counts counts =
      After([](rules::TinyText& edited) { ListAtTheOffice(edited, "deny ip any any"); }, text);
  EXPECT_EQ(counts.carried, 1U) << "visits, while nothing fails, goes from east to north";
}

TEST(Inquiry, AListThatSomethingElseUsesIsNoListOfThatDeviceAlone) {
  rules::TinyText text = Net();
  ListAtTheOffice(text, "permit ip any any");
  text.Replace("configs/west.cfg", " ip ospf cost 10\n", " ip ospf cost 10\n ip access-group DOOR in\n");
  text.Replace("ringfence.yaml", "between: [west, north], hosts: [10.1.0.20",
               "between: [east, north], hosts: [10.2.0.20");
  const auto widen = [](rules::TinyText& edited) {
    edited.Replace("configs/west.cfg", " permit ip any any", " permit ip any any\n deny tcp any any");
  };
  EXPECT_EQ(After(widen, text).carried, 0U);
}

std::size_t CutsTried(Inquiry& inquiry) {
  std::size_t count = 0;
  inquiry.cuts().ForEach([&count](const auto&, const auto&) { ++count; });
  return count;
}

TEST(Inquiry, WhoAloneCutsIsTriedOnceForBothSidesOfAnEdit) {
  const auto old_snapshot = Load(Net());
  Inquiry before(*old_snapshot, 1);
  ExposureOptions options{.failures_max = 1, .inquiry = &before};
  const auto found = Exposure(*old_snapshot, options);
  ASSERT_TRUE(found.has_value());
  ASSERT_GT(CutsTried(before), 0U) << "the rules forbid a router";
  rules::TinyText edited = Net();
  edited.Replace("configs/west.cfg", "!\n", "! a remark\n!\n");
  const auto new_snapshot = Load(edited);
  Inquiry after(*new_snapshot, 1);
  after.CarryOver(before);
  EXPECT_EQ(CutsTried(after), CutsTried(before));
  options.inquiry = &after;
  const auto again = Exposure(*new_snapshot, options);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(CutsTried(after), CutsTried(before));
  for (std::size_t f = 0; f < found->flows.size(); ++f) {
    EXPECT_EQ(again->flows[f].cut_compliant, found->flows[f].cut_compliant);
    EXPECT_EQ(again->flows[f].compliant_path, found->flows[f].compliant_path);
  }
}

TEST(Inquiry, FlowsAreKnownByWhatTheyAsk) {
  const Counts named = After([](rules::TinyText& text) {
    text.Replace("ringfence.yaml", "  records: {carries: health, group: all",
                 "  papers: {carries: idle, group: all");
    text.Replace("ringfence.yaml", "confine: records", "confine: papers");
  });
  EXPECT_EQ(named.carried, named.before);
  const Counts moved = After([](rules::TinyText& text) {
    text.Replace("ringfence.yaml", "hosts: [10.1.0.10, 10.2.0.10]", "hosts: [10.1.0.11, 10.2.0.10]");
  });
  EXPECT_EQ(moved.carried, 1U);
}

}  // namespace
}  // namespace ringfence::study
