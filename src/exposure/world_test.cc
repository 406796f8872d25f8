// Assembly of the world: names, circuits, hosting, failure units, and who can write to a device.

#include "exposure/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "exposure/exposure_testing.h"

namespace ringfence::exposure {
namespace {

using base::DiagnosticKind;
using model::ElementKind;
using model::ManagementRole;
using model::ManagementService;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

/// The only diagnostic there must be.
base::Diagnostic OnlyDiagnostic(const Snapshot& snapshot) {
  EXPECT_EQ(snapshot.diagnostics.items().size(), 1U);
  return snapshot.diagnostics.items().empty() ? base::Diagnostic{} : snapshot.diagnostics.items()[0];
}

TEST(World, DevicesWithoutInventoryAreElementsToo) {
  Snapshot snapshot;
  AddSquare(snapshot);
  snapshot.Add("b", ElementKind::kFirewall);
  snapshot.Build();
  EXPECT_THAT(snapshot.diagnostics.items(), IsEmpty());
  EXPECT_EQ(snapshot.world.elements.size(), 4U) << "one element for each node, b not twice";
  const WorldElement& b = snapshot.world.elements[snapshot.world.FindElement("b").index()];
  EXPECT_TRUE(b.in_inventory);
  EXPECT_EQ(b.facts.kind, ElementKind::kFirewall);
  const model::ElementId c = snapshot.world.FindElement("c");
  EXPECT_FALSE(snapshot.world.elements[c.index()].in_inventory);
  const model::NodeId node = snapshot.net.network().FindNode("c");
  EXPECT_EQ(snapshot.world.elements[c.index()].node, node);
  EXPECT_EQ(snapshot.world.element_of_node[node.index()], c);
  EXPECT_FALSE(snapshot.world.FindElement("nobody").valid());
}

TEST(World, UnknownEndOfAFlowIsDiagnosedWithTheNearestName) {
  Snapshot snapshot;
  AddSquare(snapshot);
  snapshot.Add("gateway", ElementKind::kHost);
  snapshot.AddFlow("typo", "gatway", "10.9.0.1", "a", "10.255.0.1");
  snapshot.Build();
  const base::Diagnostic diagnostic = OnlyDiagnostic(snapshot);
  EXPECT_EQ(diagnostic.kind, DiagnosticKind::kNameUnknown);
  EXPECT_THAT(diagnostic.what, HasSubstr("'gatway'"));
  EXPECT_THAT(diagnostic.hint, HasSubstr("'gateway'"));
  EXPECT_EQ(diagnostic.span, snapshot.policy.flows[1].end_spans[0]);
  EXPECT_FALSE(snapshot.world.flow_ends[0][1].valid());
  EXPECT_EQ(snapshot.world.flow_ends[1][1], snapshot.net.network().FindNode("a"));
}

TEST(World, AFlowCannotEndAtAnElementWithoutInterfaces) {
  Snapshot snapshot;
  AddSquare(snapshot);
  snapshot.Add("cloud", ElementKind::kHost);
  snapshot.AddFlow("up", "a", "10.255.0.1", "cloud", "10.9.0.1");
  snapshot.Build();
  EXPECT_EQ(OnlyDiagnostic(snapshot).span, snapshot.policy.flows[1].end_spans[1]);
}

TEST(World, UnknownPartiesSitesHostsAndSystemsAreDiagnosed) {
  Snapshot snapshot;
  AddSquare(snapshot);
  snapshot.policy.parties.emplace_back().id = "maker-one";
  model::Element& element = snapshot.Add("box", ElementKind::kRouter);
  element.parties = {{model::PartyRole::kMaker, "maker-two", snapshot.net.NewSpan()},
                     {model::PartyRole::kOwner, "maker-one", snapshot.net.NewSpan()}};
  element.site = "nowhere";
  element.hosted_on = "no-host";
  element.attached_to = "no-element";
  snapshot.AddCircuit("line", {"a", "b", {}}, {"b", "a", {}}, {"no-system"});
  snapshot.inventory.access.push_back(
      {"no-manager", {"a", "no-target"}, ManagementRole::kWrite, "", snapshot.net.NewSpan()});
  snapshot.Build();
  std::vector<std::string> what;
  for (const base::Diagnostic& diagnostic : snapshot.diagnostics.items()) {
    EXPECT_EQ(diagnostic.kind, DiagnosticKind::kNameUnknown);
    what.push_back(diagnostic.what);
  }
  EXPECT_THAT(what,
              UnorderedElementsAre(HasSubstr("'maker-two'"), HasSubstr("'nowhere'"), HasSubstr("'no-host'"),
                                   HasSubstr("'no-element'"), HasSubstr("'no-system'"),
                                   HasSubstr("'no-manager'"), HasSubstr("'no-target'")));
  const WorldElement& box = snapshot.world.elements[snapshot.world.FindElement("box").index()];
  ASSERT_EQ(box.parties.size(), 2U);
  EXPECT_FALSE(box.parties[0].valid());
  EXPECT_EQ(box.parties[1], model::PartyId(0));
}

TEST(World, AnElementStandsWhereItsSiteDoesUnlessItSaysOtherwise) {
  Snapshot snapshot;
  snapshot.net.Port("a", "p", "10.0.0.1/24");
  snapshot.inventory.sites.push_back({"s", "", "", model::Position{50, 8}, {}});
  snapshot.Add("there", ElementKind::kRouter).site = "s";
  model::Element& own = snapshot.Add("elsewhere", ElementKind::kRouter);
  own.site = "s";
  own.position = model::Position{10, 20};
  snapshot.Build();
  EXPECT_EQ(snapshot.world.elements[0].position->latitude_deg, 50);
  EXPECT_EQ(snapshot.world.elements[1].position->latitude_deg, 10);
  EXPECT_FALSE(snapshot.world.elements[2].position.has_value());
}

TEST(World, CircuitsLayElementsUnderTheirLink) {
  Snapshot snapshot;
  AddSquare(snapshot);
  snapshot.Add("fibre", ElementKind::kLineSystem);
  snapshot.Add("unused", ElementKind::kLineSystem);
  snapshot.AddCircuit("c1", {"a", "b", {}}, {"b", "a", {}}, {"fibre"});
  snapshot.AddCircuit("c2", {"d", "c", {}}, {"c", "d", {}}, {"fibre"});
  snapshot.Build();
  EXPECT_THAT(snapshot.diagnostics.items(), IsEmpty());
  const model::LinkId ab = snapshot.net.network().FindLink("a--b"),
                      cd = snapshot.net.network().FindLink("c--d");
  EXPECT_THAT(snapshot.world.layers[ab.index()].circuits, ElementsAre(snapshot.world.FindElement("c1")));
  EXPECT_THAT(snapshot.world.layers[cd.index()].line_systems,
              ElementsAre(snapshot.world.FindElement("fibre")));
  EXPECT_TRUE(snapshot.world.layers[snapshot.net.network().FindLink("a--c").index()].circuits.empty());
  EXPECT_THAT(snapshot.world.failures[snapshot.Unit("circuit:c1")].links, ElementsAre(ab));
  EXPECT_THAT(snapshot.world.failures[snapshot.Unit("line-system:fibre")].links, UnorderedElementsAre(ab, cd))
      << "a line system takes down every circuit over it";
  EXPECT_TRUE(snapshot.world.failures[snapshot.Unit("line-system:unused")].links.empty());
}

TEST(World, ACircuitThatJoinsNoLinkIsDiagnosed) {
  Snapshot snapshot;
  AddSquare(snapshot);
  const model::Circuit& circuit = snapshot.AddCircuit("crossed", {"a", "b", {}}, {"d", "c", {}}, {});
  snapshot.Build();
  EXPECT_EQ(OnlyDiagnostic(snapshot).kind, DiagnosticKind::kCircuitWithoutLink);
  EXPECT_EQ(OnlyDiagnostic(snapshot).span, circuit.span);
  EXPECT_TRUE(snapshot.world.failures[snapshot.Unit("circuit:crossed")].links.empty());
}

TEST(World, FailureUnitsComeInTheOrderOfTheirKinds) {
  Snapshot snapshot;
  AddSquare(snapshot);
  snapshot.net.Port("island", "p", "10.8.0.1/24");
  snapshot.Add("fibre", ElementKind::kLineSystem);
  snapshot.AddCircuit("c1", {"a", "b", {}}, {"b", "a", {}}, {"fibre"});
  snapshot.Build();
  std::vector<std::string> labels;
  for (const FailureUnit& unit : snapshot.world.failures) labels.push_back(unit.Label());
  EXPECT_THAT(labels, ElementsAre("link:a--b", "link:a--c", "link:b--d", "link:c--d", "node:a", "node:b",
                                  "node:c", "node:d", "circuit:c1", "line-system:fibre"))
      << "a node without links cannot change any path by failing";
}

TEST(World, HostsInheritFromWhatRunsOnThem) {
  Snapshot snapshot;
  AddSquare(snapshot);
  snapshot.Add("b", ElementKind::kNetworkFunction).hosted_on = "server";
  snapshot.Add("server", ElementKind::kComputeHost).hosted_on = "basement";
  snapshot.Add("basement", ElementKind::kComputeHost);
  snapshot.Build();
  const auto heirs = [&](std::string_view name) {
    return snapshot.Names(snapshot.world.inherit[snapshot.world.FindElement(name).index()]);
  };
  EXPECT_THAT(heirs("b"), UnorderedElementsAre("b", "server", "basement")) << "transitively";
  EXPECT_THAT(heirs("basement"), UnorderedElementsAre("basement")) << "not downwards";
  EXPECT_THAT(heirs("c"), UnorderedElementsAre("c"));
}

// ---- managers

/// A router with SSH behind a filter and one local account, and a management system; each test changes one
/// fact.
struct Managed : Snapshot {
  Managed() {
    net.Port("r", "p", "10.0.0.1/24");
    model::Device& device = net["r"].device;
    model::Acl acl;
    acl.name = "vty";
    model::AclLine line{model::AclAction::kPermit, {}, net.NewSpan()};
    line.match.source = {net::AddressMatch::Of(routing::P("10.50.0.0/24"))};
    acl.lines = {line};
    device.acls = {acl};
    device.management.services = {{ManagementService::kSsh, 22, {{"vty", net.NewSpan()}}, net.NewSpan()}};
    device.management.accounts = {{"admin", ManagementRole::kWrite, {}, net.NewSpan()}};
    model::Element& manager = Add("nms", ElementKind::kManagementSystem);
    manager.prefixes = {routing::P("10.50.0.0/24")};
    manager.logins = {"admin"};
  }
  model::ManagementPlane& plane() { return net["r"].device.management; }
  model::Acl& vty() { return net["r"].device.acls[0]; }
  model::Element& nms() { return inventory.elements[0]; }
  void UseAaa(ManagementRole role_max) {
    plane().accounts.clear();
    plane().remote_aaa = {{{}, role_max, net.NewSpan(), net.NewSpan()}};
  }
  /// Builds and says whether the manager inherits what the router can do.
  bool CanWrite() {
    Build();
    EXPECT_THAT(diagnostics.items(), IsEmpty());
    return world.inherit[world.FindElement("r").index()].Test(world.FindElement("nms").index());
  }
};

TEST(Management, FilterAndAccountTogetherAreAccess) {
  Managed managed;
  EXPECT_TRUE(managed.CanWrite());
  ASSERT_EQ(managed.world.relations.size(), 1U);
  const Relation& relation = managed.world.relations[0];
  EXPECT_TRUE(relation.effective);
  EXPECT_EQ(relation.kind, RelationKind::kManages);
  EXPECT_THAT(relation.because, HasSubstr("'admin'"));
  EXPECT_THAT(relation.spans,
              UnorderedElementsAre(managed.plane().accounts[0].span, managed.plane().services[0].span,
                                   managed.plane().services[0].filters[0].span, managed.vty().lines[0].span));
  EXPECT_THAT(managed.world.access_doubts, IsEmpty());
}

TEST(Management, AnAccountBehindAFilterThatDropsTheManagerIsNone) {
  Managed managed;
  managed.nms().prefixes = {routing::P("10.51.0.0/24")};
  EXPECT_FALSE(managed.CanWrite());
  ASSERT_EQ(managed.world.relations.size(), 1U) << "what was considered and refused is kept";
  EXPECT_FALSE(managed.world.relations[0].effective);
  EXPECT_THAT(managed.world.relations[0].because, HasSubstr("drops its addresses"));
}

TEST(Management, AnAddressThatTheManagerIsTranslatedToIsADoubtWhereItIsAdmitted) {
  for (const std::string_view given : {"10.50.0.9", "10.99.0.9"}) {
    Managed managed;
    managed.nms().prefixes = {routing::P("10.51.0.0/24")};
    managed.net.Port("border", "p", "10.0.0.2/24");
    managed.net["border"].device.translations = {
        {.name = "hide",
         .match = {.source = {net::AddressMatch::Of(routing::P("10.51.0.0/28"))}},
         .pool = {{routing::A(given), routing::A(given)}},
         .span = managed.net.NewSpan()}};
    EXPECT_FALSE(managed.CanWrite());
    const bool admitted = given == "10.50.0.9";
    ASSERT_EQ(managed.world.access_doubts.size(), admitted ? 1U : 0U) << given;
    if (!admitted) continue;
    EXPECT_THAT(managed.world.access_doubts[0].missing, HasSubstr("translated"));
    EXPECT_THAT(managed.world.access_doubts[0].spans,
                ElementsAre(managed.net["border"].device.translations[0].span));
  }
}

TEST(Management, OneAdmittedAddressIsEnough) {
  Managed managed;
  managed.nms().prefixes = {routing::P("10.0.0.0/8")};
  managed.vty().lines[0].match.source = {net::AddressMatch::Of(routing::P("10.200.3.4/32"))};
  EXPECT_TRUE(managed.CanWrite());
}

TEST(Management, AllFiltersMustAdmitTheSamePacket) {
  Managed managed;
  model::Acl other = managed.vty();
  other.name = "other";
  other.lines[0].match.source = {net::AddressMatch::Of(routing::P("10.50.0.0/25"))};
  managed.vty().lines[0].match.source = {net::AddressMatch::Of(routing::P("10.50.0.128/25"))};
  managed.net["r"].device.acls.push_back(other);
  managed.plane().services[0].filters.push_back({"other", {}});
  EXPECT_FALSE(managed.CanWrite()) << "each filter admits half of the manager, but not the same half";
}

TEST(Management, FiltersSeeThePortOfTheService) {
  Managed managed;
  managed.vty().lines[0].match.protocol = {{net::kProtocolTcp, net::kProtocolTcp}};
  managed.vty().lines[0].match.destination_port = {{830, 830}};
  EXPECT_FALSE(managed.CanWrite());
  Managed netconf;
  netconf.vty().lines[0].match = managed.vty().lines[0].match;
  netconf.plane().services[0] = {ManagementService::kNetconf, 830, {{"vty", {}}}, {}};
  EXPECT_TRUE(netconf.CanWrite());
}

TEST(Management, AnOpenFilterWithoutALoginIsNoAccess) {
  Managed managed;
  managed.plane().services[0].filters.clear();
  managed.nms().logins = {"somebody"};
  EXPECT_FALSE(managed.CanWrite());
  EXPECT_THAT(managed.world.relations, IsEmpty());
}

TEST(Management, ReadingIsNotWriting) {
  Managed managed;
  managed.plane().accounts[0].role = ManagementRole::kRead;
  EXPECT_FALSE(managed.CanWrite());
}

TEST(Management, AnAccountCountsForItsServicesOnly) {
  Managed managed;
  managed.plane().accounts[0].services = {ManagementService::kNetconf};
  EXPECT_FALSE(managed.CanWrite());
  ASSERT_EQ(managed.world.relations.size(), 1U);
  EXPECT_THAT(managed.world.relations[0].because, HasSubstr("no service"));
}

TEST(Management, OnlyManagersManage) {
  for (ElementKind kind : {ElementKind::kHost, ElementKind::kRouter}) {
    Managed managed;
    managed.nms().kind = kind;
    EXPECT_FALSE(managed.CanWrite());
  }
  Managed centre;
  centre.nms().kind = ElementKind::kOperationsCentre;
  EXPECT_TRUE(centre.CanWrite());
}

TEST(Management, RemoteAaaNeedsARoleFromTheInventory) {
  Managed unknown;
  unknown.UseAaa(ManagementRole::kWrite);
  EXPECT_FALSE(unknown.CanWrite());
  ASSERT_EQ(unknown.world.access_doubts.size(), 1U) << "not known is neither yes nor no";
  const AccessDoubt& doubt = unknown.world.access_doubts[0];
  EXPECT_EQ(doubt.manager, unknown.world.FindElement("nms"));
  EXPECT_EQ(doubt.target, unknown.world.FindElement("r"));
  EXPECT_THAT(doubt.missing, HasSubstr("aaa-role"));
  EXPECT_THAT(doubt.spans, Contains(unknown.plane().remote_aaa[0].span));
  for (ManagementRole role : {ManagementRole::kNone, ManagementRole::kRead, ManagementRole::kWrite}) {
    Managed known;
    known.UseAaa(ManagementRole::kWrite);
    known.nms().aaa_role = role;
    EXPECT_EQ(known.CanWrite(), role == ManagementRole::kWrite);
    EXPECT_THAT(known.world.access_doubts, IsEmpty());
  }
}

TEST(Management, ADeviceThatGivesRemoteUsersNoWriteRoleLeavesNoDoubt) {
  Managed managed;
  managed.UseAaa(ManagementRole::kRead);
  EXPECT_FALSE(managed.CanWrite());
  EXPECT_THAT(managed.world.access_doubts, IsEmpty());
}

TEST(Management, AFilterThatDropsTheManagerLeavesNoDoubtAboutItsRole) {
  Managed managed;
  managed.UseAaa(ManagementRole::kWrite);
  managed.nms().prefixes = {routing::P("10.51.0.0/24")};
  EXPECT_FALSE(managed.CanWrite());
  EXPECT_THAT(managed.world.access_doubts, IsEmpty()) << "whatever the role is, no packet gets in";
}

TEST(Management, ACommunityThatMayWriteIsADoubtWhereItsFilterAdmitsSnmp) {
  for (std::uint8_t protocol : {net::kProtocolTcp, net::kProtocolUdp}) {
    Managed managed;
    managed.plane() = {};
    managed.plane().snmp = {{ManagementRole::kWrite, {"vty", managed.net.NewSpan()}, managed.net.NewSpan()}};
    managed.vty().lines[0].match.protocol = {{protocol, protocol}};
    managed.vty().lines[0].match.destination_port = {{161, 161}};
    EXPECT_FALSE(managed.CanWrite());
    EXPECT_EQ(managed.world.access_doubts.size(), protocol == net::kProtocolUdp ? 1U : 0U);
  }
  Managed reader;
  reader.plane() = {};
  reader.plane().snmp = {{ManagementRole::kRead, {}, {}}};
  EXPECT_FALSE(reader.CanWrite());
  EXPECT_THAT(reader.world.access_doubts, IsEmpty());
}

TEST(Management, StatedAccessNeedsNoConfiguration) {
  for (ManagementRole role : {ManagementRole::kRead, ManagementRole::kWrite}) {
    Managed managed;
    managed.plane() = {};
    managed.inventory.access = {{"nms", {"r"}, role, "contract", managed.net.NewSpan()}};
    EXPECT_EQ(managed.CanWrite(), role == ManagementRole::kWrite);
    if (role == ManagementRole::kRead) continue;
    EXPECT_EQ(managed.world.relations[0].because, "contract");
    EXPECT_THAT(managed.world.relations[0].spans, ElementsAre(managed.inventory.access[0].span));
  }
}

}  // namespace
}  // namespace ringfence::exposure
