// Flows through routers that translate addresses, by example. Walks are in
// forwarding/translation_walk_test.cc.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exposure/engine.h"
#include "exposure/exposure_testing.h"

namespace ringfence::exposure {
namespace {

using model::PacketEnd;
using model::Translation;
using model::TranslationMoment;
using routing::A;
using routing::P;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

/// o -- n -- i -- s as in the walks; nobody behind n has a route to the office. Hosts stand behind o and s.
struct Office : Snapshot {
  Office() {
    net.Port("o", "lan", "10.1.0.1/24");
    net.Port("o", "n", "10.0.1.1/30");
    net.Port("n", "o", "10.0.1.2/30");
    net.Port("n", "i", "192.0.2.1/28");
    net.Port("i", "n", "192.0.2.2/28");
    net.Port("i", "s", "198.51.100.1/30");
    net.Port("s", "i", "198.51.100.2/30");
    net.Port("s", "lan", "203.0.113.1/24");
    net.Static("o", "0.0.0.0/0", "10.0.1.2");
    net.Static("n", "10.1.0.0/24", "10.0.1.1");
    net.Static("n", "0.0.0.0/0", "192.0.2.2");
    net.Static("i", "203.0.113.0/24", "198.51.100.2");
    net.Static("s", "0.0.0.0/0", "198.51.100.1");
  }
  std::vector<Translation>& rules() { return net["n"].device.translations; }
  void Hide(std::string_view first, std::string_view last) {
    rules().push_back({.name = "hide",
                       .in = {"o"},
                       .out = {"i"},
                       .pool = {{A(first), A(last)}},
                       .ports = {{1, 65535}},
                       .span = net.NewSpan()});
  }
  FlowOutcome Outcome(model::FlowId flow) {
    Build();
    EXPECT_FALSE(diagnostics.has_errors());
    const ExposureEngine engine(world);
    Evaluator evaluator(engine);
    evaluator.Enter(FailureSet{});
    return evaluator.Evaluate(flow);
  }
};

TEST(Translation, AFlowArrivesBothWaysOnlyBehindIt) {
  Office bare;
  EXPECT_FALSE(bare.Outcome(bare.AddFlow("web", "o", "10.1.0.7", "s", "203.0.113.7")).delivered)
      << "nobody knows the way back";
  Office office;
  office.Hide("192.0.2.1", "192.0.2.1");
  const FlowOutcome outcome = office.Outcome(office.AddFlow("web", "o", "10.1.0.7", "s", "203.0.113.7"));
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_THAT(outcome.doubts, IsEmpty());
  EXPECT_THAT(office.Exposed(outcome, Level::kRead), UnorderedElementsAre("o", "n", "i", "s"));
}

TEST(Translation, AServerIsAskedByItsNameAndAnswersByIt) {
  Office office;
  office.rules().push_back({.name = "web",
                            .end = PacketEnd::kDestination,
                            .moment = TranslationMoment::kEntering,
                            .in = {"i"},
                            .match = {.destination = {net::AddressMatch::Of(P("192.0.2.5/32"))}},
                            .pool = {{A("10.1.0.1"), A("10.1.0.1")}},
                            .span = office.net.NewSpan()});
  const model::FlowId flow = office.AddFlow("web", "s", "203.0.113.7", "o", "192.0.2.5");
  office.policy.flows[0].end_to_end_confidentiality = true;
  const FlowOutcome outcome = office.Outcome(flow);
  EXPECT_TRUE(outcome.delivered_all);
  EXPECT_THAT(outcome.doubts, IsEmpty());
  EXPECT_THAT(office.Exposed(outcome, Level::kRead), UnorderedElementsAre("o"))
      << "o is the server, by another address than the flow names";
}

TEST(Translation, WhatAnAddressOfThePoolDecidesIsADoubtWithItsLine) {
  Office office;
  office.Hide("192.0.2.8", "192.0.2.9");
  office.net.Static("s", "192.0.2.9/32", "");  // answers to one of both are lost
  const base::Span line = office.rules()[0].span;
  const FlowOutcome outcome = office.Outcome(office.AddFlow("web", "o", "10.1.0.7", "s", "203.0.113.7"));
  EXPECT_THAT(outcome.doubts,
              ElementsAre(Doubt{Doubt::Kind::kAmbiguousRoute, office.net.network().FindNode("s"), {}},
                          Doubt{Doubt::Kind::kTranslation, office.net.network().FindNode("n"), line}));
}

TEST(Translation, WhoNobodyAnswersIsNotReached) {
  Office office;
  office.Hide("192.0.2.8", "192.0.2.8");
  office.rules()[0].answers = false;  // i asks in vain who has the address
  const FlowOutcome outcome = office.Outcome(office.AddFlow("web", "o", "10.1.0.7", "s", "203.0.113.7"));
  EXPECT_FALSE(outcome.delivered);
  EXPECT_THAT(outcome.doubts, SizeIs(1));
  EXPECT_EQ(outcome.doubts[0].kind, Doubt::Kind::kLeavesNetwork);
}

TEST(Translation, ItsCertificateNamesTheLinksOfBothAddresses) {
  Office office;
  office.Hide("192.0.2.1", "192.0.2.1");
  const model::FlowId flow = office.AddFlow("web", "o", "10.1.0.7", "s", "203.0.113.7");
  office.net.Port("s", "spare", "198.51.100.5/30");
  office.net.Port("i", "spare", "198.51.100.6/30");
  office.Build();
  const ExposureEngine engine(office.world);
  ASSERT_TRUE(engine.failures().known());
  Evaluator evaluator(engine);
  evaluator.EnterLightly({});
  const Evaluator::Result found = evaluator.Find(flow, 1);
  EXPECT_TRUE(found.outcome.delivered_all);
  EXPECT_FALSE(found.certificate.open);
  std::vector<std::string> named;
  for (const std::uint32_t unit : found.certificate.units)
    named.push_back(office.world.failures[unit].Label());
  EXPECT_THAT(named, UnorderedElementsAre("link:i--n", "link:i[s]--s[i]", "link:n--o", "node:o", "node:n",
                                          "node:i", "node:s"))
      << "all but the spare link";
}

}  // namespace
}  // namespace ringfence::exposure
