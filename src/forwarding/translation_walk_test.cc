// Address translation by example. The twin is in translation_twin_test.cc.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "forwarding/answers.h"
#include "forwarding/walk_testing.h"

namespace ringfence::forwarding {
namespace {

using model::AclAction;
using model::PacketEnd;
using model::Translation;
using model::TranslationMoment;
using routing::A;
using routing::P;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// o -- n -- i -- s: an office, its border, the internet, a server. Behind i nobody has a route to the
/// office.
struct Office {
  Office() {
    field.net.Port("o", "lan", "10.1.0.1/24");
    field.net.Port("o", "n", "10.0.1.1/30");
    field.net.Port("n", "o", "10.0.1.2/30");
    field.net.Port("n", "i", "192.0.2.1/28");
    field.net.Port("i", "n", "192.0.2.2/28");
    field.net.Port("i", "s", "198.51.100.1/30");
    field.net.Port("s", "i", "198.51.100.2/30");
    field.net.Port("s", "lan", "203.0.113.1/24");
    field.net.Static("o", kEverything, "10.0.1.2");
    field.net.Static("n", "10.1.0.0/24", "10.0.1.1");
    field.net.Static("n", kEverything, "192.0.2.2");
    field.net.Static("i", "203.0.113.0/24", "198.51.100.2");
    field.net.Static("s", kEverything, "198.51.100.1");
  }
  std::vector<Translation>& rules() { return field.net["n"].device.translations; }
  /// Sources of the office become this address as they leave.
  Translation& Hide(std::string_view first, std::string_view last) {
    return rules().emplace_back(Translation{.name = "hide",
                                            .in = {"o"},
                                            .out = {"i"},
                                            .match = {.source = {net::AddressMatch::Of(P("10.1.0.0/24"))}},
                                            .pool = {{A(first), A(last)}},
                                            .span = {base::FileId(3), 30, 1, 0}});
  }
  /// Packets of some hosts of the office to some of the server's subnet.
  std::vector<WalkGraph> There() {
    WalkQuery query{.from = field.Node("o"), .in = {}, .to = field.Node("s")};
    query.packets = field.space.And(field.space.FromPrefix(P("10.1.0.64/26")),
                                    field.space.ToPrefix(P("203.0.113.64/26")));
    return field.walker->Walk(query, field.state, field.up);
  }
  /// The answers to packets of one class.
  std::vector<WalkGraph> Back(const Answers& answers, std::string_view from, std::string_view to) {
    EXPECT_THAT(answers.queries, SizeIs(1));
    WalkQuery query = answers.queries.front();
    query.from = field.Node(from);
    query.to = field.Node(to);
    return field.walker->Walk(query, field.state, field.up);
  }
  net::PacketSet From(std::string_view prefix) { return field.space.FromPrefix(P(prefix)); }

  Field field;
};

/// The only translated packets of a graph.
net::PacketSet Only(const WalkGraph& graph) {
  EXPECT_THAT(graph.translations, SizeIs(1));
  return graph.translations.empty() ? net::PacketSet() : graph.translations[0].packets;
}

TEST(TranslationWalk, SourcesAreHiddenAndAnswersComeBack) {
  Office office;
  office.Hide("192.0.2.9", "192.0.2.9");
  office.field.Build();
  const auto there = office.There();
  EXPECT_THAT(office.field.Only(there), ElementsAre("i>s", "n=n", "n>i", "o>n", "s:delivered"));
  EXPECT_THAT(there[0].ambiguous_nodes, IsEmpty());
  EXPECT_TRUE(office.field.space.Contains(office.From("192.0.2.9/32"), Only(there[0])));
  EXPECT_EQ(there[0].translations[0].sample.source, A("192.0.2.9"));

  const auto answers = AnswersTo(there, office.field.space);
  ASSERT_TRUE(answers.has_value());
  const auto back = office.Back(*answers, "s", "o");
  // The border answers for its address on the subnet of i.
  EXPECT_THAT(office.field.Only(back), ElementsAre("i>n", "n=n", "n>o", "o:delivered", "s>i"));
  EXPECT_THAT(back[0].ambiguous_nodes, IsEmpty());
  EXPECT_EQ(back[0].packets, office.field.space.Mirror(there[0].packets));
  EXPECT_EQ(back[0].PacketsAt(back[0].steps.front()), office.field.space.Mirror(Only(there[0])));
  EXPECT_FALSE(back[0].steps[back[0].endings.at(0).step.index()].translation.valid());
}

TEST(TranslationWalk, WithoutIt_NobodyAnswersThere) {
  Office office;
  office.field.Build();
  const auto there = office.There();
  EXPECT_TRUE(there[0].delivers_all);
  const std::size_t nodes = office.field.space.node_count();
  EXPECT_FALSE(AnswersTo(there, office.field.space).has_value());
  EXPECT_EQ(office.field.space.node_count(), nodes) << "what long lists leave over is dear to mirror";
  WalkQuery query{.from = office.field.Node("s"), .in = {}, .to = office.field.Node("o")};
  query.packets = office.field.space.Mirror(there[0].packets);
  EXPECT_THAT(office.field.Only(office.field.walker->Walk(query, office.field.state, office.field.up)),
              ElementsAre("i:no-route", "s>i"));
}

TEST(TranslationWalk, ListsOnTheWaySeeTheNewAddress) {
  Office office;
  office.Hide("192.0.2.9", "192.0.2.9");
  AddList(office.field.net["i"], "new", {});
  office.field.net["i"].device.acls[0].lines.push_back(
      {AclAction::kPermit, {.source = {net::AddressMatch::Of(P("192.0.2.9/32"))}}, {}});
  PortOf(office.field.net, "i", "n").acl_in4.name = "new";
  AddList(office.field.net["n"], "old", {});
  office.field.net["n"].device.acls[0].lines.push_back(
      {AclAction::kDeny, {.source = {net::AddressMatch::Of(P("10.1.0.0/24"))}}, {}});
  office.field.net["n"].device.acls[0].end_action = AclAction::kPermit;
  PortOf(office.field.net, "n", "i").acl_out4.name = "old";  // asked after the translation
  office.field.Build();
  EXPECT_TRUE(office.There()[0].delivers_all);
}

TEST(TranslationWalk, WhichAddressOfAPoolDecidesIsInDoubt) {
  Office office;
  office.Hide("192.0.2.8", "192.0.2.9").ports = {{1, 65535}};
  AddList(office.field.net["i"], "one", {});
  office.field.net["i"].device.acls[0].lines.push_back(
      {AclAction::kPermit, {.source = {net::AddressMatch::Of(P("192.0.2.8/32"))}}, {}});
  office.field.Build();
  EXPECT_THAT(office.There()[0].ambiguous_nodes, IsEmpty());
  PortOf(office.field.net, "i", "n").acl_in4.name = "one";
  office.field.Build();
  const auto graphs = office.There();
  ASSERT_THAT(graphs, SizeIs(1));
  EXPECT_THAT(graphs[0].ambiguous_nodes, Contains(office.field.Node("i")));
  ASSERT_THAT(graphs[0].doubtful_translations, SizeIs(1));
  EXPECT_EQ(graphs[0].doubtful_translations[0].span.line, 30U);
}

TEST(TranslationWalk, WhoComesUnaskedToAPoolIsInDoubtAndToTheDeviceItselfIsNot) {
  Office office;
  office.Hide("192.0.2.9", "192.0.2.9");
  office.rules().push_back({.name = "own", .in = {"o"}, .out = {"i"}, .interface = "i"});
  office.field.Build();
  const auto pool = office.field.To("s", "n", "192.0.2.9/32");
  EXPECT_THAT(pool[0].ambiguous_nodes, ElementsAre(office.field.Node("n")));
  const auto own = office.field.To("s", "n", "192.0.2.1/32");
  EXPECT_THAT(office.field.Only(own), Contains("n:delivered"));
  EXPECT_THAT(own[0].ambiguous_nodes, IsEmpty());
}

TEST(TranslationWalk, AServerIsReachedByTheAddressAndPortItIsTold) {
  Office office;
  office.rules().push_back({.name = "web",
                            .end = PacketEnd::kDestination,
                            .moment = TranslationMoment::kEntering,
                            .in = {"i"},
                            .match = {.destination = {net::AddressMatch::Of(P("192.0.2.5/32"))},
                                      .protocol = {{6, 6}},
                                      .destination_port = {{80, 80}}},
                            .pool = {{A("10.1.0.7"), A("10.1.0.7")}},
                            .ports = {{8080, 8080}}});
  office.field.Build();
  WalkQuery query{.from = office.field.Node("s"), .in = {}, .to = office.field.Node("o")};
  query.packets =
      office.field.space.And(office.From("203.0.113.64/26"), office.field.space.ToPrefix(P("192.0.2.5/32")));
  const auto graphs = office.field.walker->Walk(query, office.field.state, office.field.up);
  std::size_t delivered = 0;
  for (const WalkGraph& graph : graphs) {
    if (graph.sample.fragment && graph.sample.protocol == 6) {
      EXPECT_THAT(graph.doubtful_translations, SizeIs(1)) << "fragments have no port, and go along";
      continue;
    }
    EXPECT_THAT(graph.ambiguous_nodes, IsEmpty());
    if (!graph.delivers) {
      // All other packets are routed to an address that nobody has.
      EXPECT_THAT(office.field.Story(graph), Contains("n:leaves-network"));
      continue;
    }
    ++delivered;
    EXPECT_EQ(graph.sample.destination_port, 80);
    EXPECT_EQ(graph.translations[0].sample.destination, A("10.1.0.7"));
    EXPECT_EQ(graph.translations[0].sample.destination_port, 8080);
    const auto answers = AnswersTo({graph}, office.field.space);
    ASSERT_TRUE(answers.has_value());
    EXPECT_EQ(answers->host, A("10.1.0.7"));
    const auto back = office.Back(*answers, "o", "s");
    ASSERT_THAT(back, SizeIs(1));
    EXPECT_EQ(back[0].SampleAt(back[0].steps.front()).source, A("10.1.0.7"));
    EXPECT_EQ(back[0].sample.source, A("192.0.2.5"));
    EXPECT_EQ(back[0].sample.source_port, 80);
    EXPECT_TRUE(back[0].delivers_all);
  }
  EXPECT_EQ(delivered, 1U);
}

TEST(TranslationWalk, TheFirstRuleThatTakesAPacketDecidesAlsoToLeaveItAsItIs) {
  Office office;
  office.rules().push_back({.name = "not-there",
                            .out = {"i"},
                            .match = {.destination = {net::AddressMatch::Of(P("203.0.113.96/27"))}}});
  office.Hide("192.0.2.9", "192.0.2.9");
  office.field.Build();
  const auto graphs = office.There();
  ASSERT_THAT(graphs, SizeIs(2));
  for (const WalkGraph& graph : graphs) {
    const bool upper = graph.sample.destination.v4() % 256 >= 96;
    EXPECT_THAT(graph.translations, SizeIs(upper ? 0 : 1));
    EXPECT_TRUE(graph.delivers_all);
  }
}

TEST(TranslationWalk, WhereAPacketCameInIsNotKnownItMayBeTranslated) {
  Office office;
  office.Hide("192.0.2.9", "192.0.2.9").match = {};
  office.field.Build();
  const auto graphs = office.field.To("n", "s", "203.0.113.0/24");  // starts at the border
  EXPECT_THAT(graphs[0].ambiguous_nodes, Contains(office.field.Node("n")));
}

TEST(TranslationWalk, PrefixesKeepTheRestOfTheAddress) {
  Office office;
  office.rules().push_back({.name = "net",
                            .out = {"i"},
                            .match = {.source = {net::AddressMatch::Of(P("10.1.0.0/28"))}},
                            .prefix = P("192.0.2.0/28")});
  office.field.Build();
  WalkQuery query{.from = office.field.Node("o"), .in = {}, .to = office.field.Node("s")};
  query.packets =
      office.field.space.And(office.From("10.1.0.8/30"), office.field.space.ToPrefix(P("203.0.113.64/26")));
  const auto graphs = office.field.walker->Walk(query, office.field.state, office.field.up);
  ASSERT_THAT(graphs, SizeIs(1));
  EXPECT_EQ(Only(graphs[0]), office.field.space.And(office.From("192.0.2.8/30"),
                                                    office.field.space.ToPrefix(P("203.0.113.64/26"))));
}

TEST(TranslationWalk, AnAddressOfAnInterfaceThatIsDownIsInDoubt) {
  Office office;
  office.rules().push_back({.name = "lost", .out = {"i"}, .interface = "lo"});
  office.field.net.Port("n", "lo", "192.0.2.33/32", model::InterfaceKind::kLoopback);
  office.field.Build();
  EXPECT_THAT(office.There()[0].ambiguous_nodes, IsEmpty());
  PortOf(office.field.net, "n", "lo").admin_up = false;
  office.field.Build();
  EXPECT_THAT(office.There()[0].ambiguous_nodes, Contains(office.field.Node("n")));
}

TEST(TranslationWalk, APacketThatGoesInACircleOfTranslationsEnds) {
  Office office;
  // The border sends it back out to i as coming from there; i sends it to the border again.
  office.field.net.Static("i", "10.200.0.0/16", "192.0.2.1");
  office.field.net.Static("n", "10.200.0.0/16", "192.0.2.2");
  office.rules().push_back({.name = "again",
                            .moment = TranslationMoment::kEntering,
                            .in = {"i"},
                            .pool = {{A("192.0.2.3"), A("192.0.2.4")}}});
  office.field.Build();
  const auto graphs = office.field.To("s", "o", "10.200.0.1/32");
  EXPECT_THAT(office.field.Only(graphs), Contains("n:loop"));
  EXPECT_FALSE(graphs[0].delivers);
}

}  // namespace
}  // namespace ringfence::forwarding
