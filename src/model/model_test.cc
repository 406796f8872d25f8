#include <gtest/gtest.h>

#include "model/device.h"
#include "model/inventory.h"
#include "model/policy.h"

namespace ringfence::model {
namespace {

TEST(DeviceTest, FindsInterfacesByExactName) {
  Device device;
  device.interfaces.resize(2);
  device.interfaces[0].name = "ge-0/0/0";
  device.interfaces[1].name = "ge-0/0/0.0";
  EXPECT_EQ(FindInterface(device, "ge-0/0/0.0"), InterfaceIndex(1));
  EXPECT_FALSE(FindInterface(device, "ge-0/0").valid());
  EXPECT_FALSE(FindInterface(device, "").valid());
}

TEST(DeviceTest, AccessListsOfTwoFamiliesMayShareAName) {
  Device device;
  device.acls.resize(2);
  device.acls[0].name = device.acls[1].name = "edge";
  device.acls[1].family = net::Family::kIpv6;
  EXPECT_EQ(FindAcl(device, "edge", net::Family::kIpv4), &device.acls[0]);
  EXPECT_EQ(FindAcl(device, "edge", net::Family::kIpv6), &device.acls[1]);
  EXPECT_EQ(FindAcl(device, "core", net::Family::kIpv4), nullptr);
}

TEST(DeviceTest, WhatStandsOpenIsPartOfAListWhereverItIsWritten) {
  const base::SpansAside aside;
  Acl list;
  list.lines.emplace_back();
  Acl open = list;
  open.open_lines.push_back({.place = 0, .match = {}, .span = {base::FileId(0), 3, 1, 1}});
  EXPECT_NE(open, list) << "an edit that makes a line open";
  Acl later = open;
  later.open_lines[0].span.line = 7;
  EXPECT_EQ(later, open);
  later.open_lines[0].place = 1;
  EXPECT_NE(later, open) << "it stands behind the line";
  AclUse use{"edge", {base::FileId(0), 4, 1, 1}};
  AclUse other = use;
  other.open = true;
  EXPECT_NE(use, other);
}

TEST(InventoryTest, KindsAndWordsAreInverse) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(ElementKind::kCircuit); ++i) {
    const auto kind = static_cast<ElementKind>(i);
    EXPECT_EQ(ElementKindOf(NameOf(kind)), kind);
  }
  EXPECT_EQ(NameOf(ElementKind::kComputeHost), "compute-host");
  EXPECT_EQ(ElementKindOf("toaster"), std::nullopt);
}

TEST(PolicyTest, FindsById) {
  Policy policy;
  policy.parties.resize(2);
  policy.parties[1].id = "norvane";
  policy.flows.resize(1);
  policy.flows[0].id = "embassy";
  policy.sets.resize(1);
  policy.sets[0].id = "untrusted";
  EXPECT_EQ(FindParty(policy, "norvane"), PartyId(1));
  EXPECT_EQ(FindFlow(policy, "embassy"), FlowId(0));
  EXPECT_EQ(FindSet(policy, "untrusted"), PartySetId(0));
  EXPECT_FALSE(FindSet(policy, "trusted").valid());
}

}  // namespace
}  // namespace ringfence::model
