// Who gets copies of a flow: behind observing ports, at collectors, on the way there, below cables; what
// hides a copy; what is a doubt. A mirror never takes a reader away.

#include "exposure/copies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "exposure/engine.h"
#include "exposure/exposure_testing.h"

namespace ringfence::exposure {
namespace {

using model::CopiedWhat;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::UnorderedElementsAre;

/// The square a-b-d, a-c-d with the analyser "tap" at the port "mon" of b; b copies nothing yet.
struct Mirrored : Snapshot {
  Mirrored() {
    AddSquare(*this);
    net.Port("b", "mon", "");
    net.Port("tap", "eth0", "");
    net.Cable("b", "mon", "tap", "eth0");
  }
  model::CopySession& Session(const std::string& node, CopiedWhat what = CopiedWhat::kPackets) {
    return net[node].device.copying.emplace_back(model::CopySession{"session", what, {}, {}});
  }
  model::CopySource Source(const std::string& interface, bool in, bool out) {
    return {interface, in, out, true, true, true, net.NewSpan()};
  }
  model::CopyTarget ToPort(const std::string& port) {
    model::CopyTarget target;
    target.interface = port;
    target.span = net.NewSpan();
    return target;
  }
  model::CopyTarget ToAddress(std::string_view address) {
    model::CopyTarget target;
    target.address = routing::A(address);
    target.protocol = net::kProtocolUdp;
    target.port = 9995;
    target.span = net.NewSpan();
    return target;
  }
  /// b mirrors packets that come in from a to its port "mon".
  void MirrorAtB() {
    model::CopySession& session = Session("b");
    session.sources = {Source("a", true, false)};
    session.targets = {ToPort("mon")};
  }
  FlowOutcome Outcome(const FailureSet& failed = {}) {
    Build();
    return Under(failed);
  }
  FlowOutcome Under(const FailureSet& failed) {
    const ExposureEngine engine(world);
    Evaluator evaluator(engine);
    evaluator.Enter(failed);
    return evaluator.Evaluate(model::FlowId(0));
  }
};

TEST(Copies, WhoeverStandsBehindTheObservingPortReadsAndDoesNoMore) {
  Mirrored square;
  EXPECT_THAT(square.Exposed(square.Outcome(), Level::kRead), UnorderedElementsAre("a", "b", "d"));
  square.MirrorAtB();
  const FlowOutcome outcome = square.Outcome();
  EXPECT_THAT(square.Exposed(outcome, Level::kRead), UnorderedElementsAre("a", "b", "d", "tap"));
  EXPECT_THAT(square.Exposed(outcome, Level::kMeta), UnorderedElementsAre("a", "b", "d", "tap"));
  for (Level level : {Level::kAlter, Level::kCut, Level::kSteer})
    EXPECT_THAT(square.Exposed(outcome, level), UnorderedElementsAre("a", "b", "d")) << NameOf(level);
  EXPECT_THAT(square.Names(outcome.copied), ElementsAre("tap"));
  EXPECT_THAT(outcome.copy_doubts, IsEmpty());
}

TEST(Copies, OnlyOfThePortAndTheDirectionStated) {
  // The flow comes in from a and leaves to d; its answers come the other way. Nothing crosses the port to c.
  for (const auto& [port, in, out, copied] :
       {std::tuple("a", true, false, true), std::tuple("a", false, true, true),
        std::tuple("d", true, true, true), std::tuple("a", false, false, false),
        std::tuple("mon", true, true, false)}) {
    Mirrored square;
    model::CopySession& session = square.Session("b");
    session.sources = {square.Source(port, in, out)};
    session.targets = {square.ToPort("mon")};
    EXPECT_EQ(square.Exposed(square.Outcome(), Level::kRead).contains("tap"), copied) << port << in << out;
  }
  Mirrored square;
  model::CopySession& session = square.Session("c");
  session.sources = {square.Source("a", true, true)};
  square.net.Port("c", "mon", "");
  square.net.Cable("c", "mon", "tap", "eth0");
  session.targets = {square.ToPort("mon")};
  EXPECT_FALSE(square.Exposed(square.Outcome(), Level::kRead).contains("tap"));
  const FlowOutcome moved = square.Under({square.Unit("node:b")});
  EXPECT_TRUE(square.Exposed(moved, Level::kRead).contains("tap"))
      << "a failure moves the flow to the mirror";
}

TEST(Copies, NothingLeavesByAPortThatIsDownOrToWhoIsDown) {
  Mirrored shut;
  shut.MirrorAtB();
  for (model::Interface& interface : shut.net["b"].device.interfaces)
    if (interface.name == "mon") interface.admin_up = false;
  const FlowOutcome outcome = shut.Outcome();
  EXPECT_FALSE(shut.Exposed(outcome, Level::kRead).contains("tap"));
  EXPECT_THAT(outcome.copy_doubts, IsEmpty());
  Mirrored far;
  far.MirrorAtB();
  far.net["tap"].device.interfaces[0].admin_up = false;
  EXPECT_FALSE(far.Exposed(far.Outcome(), Level::kRead).contains("tap"));
}

TEST(Copies, WhoGetsThemIsADoubtWhereNobodySaysIt) {
  Mirrored uncabled;
  uncabled.net.Port("b", "other", "");
  model::CopySession& session = uncabled.Session("b");
  session.sources = {uncabled.Source("a", true, false)};
  session.targets = {uncabled.ToPort("other"), uncabled.ToPort("missing"), uncabled.ToAddress("192.0.2.1")};
  const base::Span source = session.sources[0].span;
  std::vector<base::Span> lines;
  for (const model::CopyTarget& target : session.targets) lines.push_back(target.span);
  const FlowOutcome outcome = uncabled.Outcome();
  std::vector<base::Span> doubted;
  for (const Doubt& doubt : outcome.copy_doubts) {
    EXPECT_EQ(doubt.kind, Doubt::Kind::kCopyReceiver);
    doubted.push_back(doubt.span);
  }
  // Nobody routes to the address: that copy ends at b and is seen by nobody else.
  EXPECT_THAT(doubted, ElementsAre(lines[0], lines[1]));
  EXPECT_THAT(outcome.doubts, IsEmpty()) << "the path is as certain as before";
  Mirrored nowhere;
  nowhere.Session("b").sources = {nowhere.Source("a", true, false)};
  EXPECT_EQ(nowhere.Outcome().copy_doubts.size(), 1U);
  Mirrored narrowed;
  narrowed.MirrorAtB();
  narrowed.net["b"].device.copying[0].sources[0].certain = false;
  const FlowOutcome perhaps = narrowed.Outcome();
  EXPECT_FALSE(narrowed.Exposed(perhaps, Level::kRead).contains("tap")) << "no violation rests on a perhaps";
  ASSERT_EQ(perhaps.copy_doubts.size(), 1U);
  EXPECT_EQ(perhaps.copy_doubts[0].kind, Doubt::Kind::kCopyNarrowed);
  EXPECT_TRUE(source.valid());
}

TEST(Copies, BehindASwitchOthersMayGetThem) {
  Mirrored square;
  square.MirrorAtB();
  square.net["tap"].device.interfaces[0].switch_port = model::SwitchPort{};
  const FlowOutcome outcome = square.Outcome();
  EXPECT_TRUE(square.Exposed(outcome, Level::kRead).contains("tap"));
  ASSERT_EQ(outcome.copy_doubts.size(), 1U);
  EXPECT_EQ(outcome.copy_doubts[0].kind, Doubt::Kind::kCopyReceiver);
}

TEST(Copies, RoutedCopiesAreReadOnTheWholeWay) {
  Mirrored square;
  square.net.Port("c", "host", "10.9.0.1/30");
  square.net.Port("box", "eth0", "10.9.0.2/30");
  square.net.Static("b", "10.9.0.0/30", "10.0.2.2");  // by d
  square.net.Static("d", "10.9.0.0/30", "10.0.3.1");  // to c
  model::CopySession& session = square.Session("b");
  session.sources = {square.Source("d", false, true)};
  session.targets = {square.ToAddress("10.9.0.2")};
  const FlowOutcome outcome = square.Outcome();
  EXPECT_THAT(square.Exposed(outcome, Level::kRead), UnorderedElementsAre("a", "b", "c", "d", "box"));
  EXPECT_THAT(square.Exposed(outcome, Level::kCut), UnorderedElementsAre("a", "b", "d"));
  EXPECT_THAT(outcome.copy_doubts, IsEmpty());
  const FlowOutcome cut = square.Under({square.Unit("link:c--d")});
  EXPECT_FALSE(square.Exposed(cut, Level::kRead).contains("box"));
}

TEST(Copies, RecordsShowMetadataOnly) {
  Mirrored square;
  square.net.Port("c", "host", "10.9.0.1/30");
  square.net.Port("box", "eth0", "10.9.0.2/30");
  square.net.Static("b", "10.9.0.0/30", "10.0.2.2");
  square.net.Static("d", "10.9.0.0/30", "10.0.3.1");
  model::CopySession& session = square.Session("b", CopiedWhat::kRecords);
  session.sources = {square.Source("a", true, false)};
  session.targets = {square.ToAddress("10.9.0.2")};
  FlowOutcome outcome = square.Outcome();
  EXPECT_THAT(square.Exposed(outcome, Level::kRead), UnorderedElementsAre("a", "b", "d"));
  EXPECT_THAT(square.Exposed(outcome, Level::kMeta), UnorderedElementsAre("a", "b", "c", "d", "box"));
  square.net["b"].device.copying[0].sources[0].ipv4 = false;
  outcome = square.Outcome();
  EXPECT_THAT(square.Exposed(outcome, Level::kMeta), UnorderedElementsAre("a", "b", "d"));
}

TEST(Copies, ACollectorThatNobodyNamesIsADoubt) {
  Mirrored square;
  square.net.Port("b", "lan", "10.9.0.1/24");
  model::CopySession& session = square.Session("b", CopiedWhat::kRecords);
  session.sources = {square.Source("a", true, false)};
  session.targets = {square.ToAddress("10.9.0.77")};
  EXPECT_EQ(square.Outcome().copy_doubts.size(), 1U);
}

TEST(Copies, EncryptionOfTheHostsHidesWhatIsCopied) {
  Mirrored square;
  square.MirrorAtB();
  square.policy.flows[0].end_to_end_confidentiality = true;
  const FlowOutcome outcome = square.Outcome();
  EXPECT_FALSE(square.Exposed(outcome, Level::kRead).contains("tap"));
  EXPECT_TRUE(square.Exposed(outcome, Level::kMeta).contains("tap"));
}

TEST(Copies, CopiesOfCopiesGoOnAndEnd) {
  Mirrored square;
  square.MirrorAtB();
  square.net.Port("tap", "eth1", "");
  square.net.Port("second", "eth0", "");
  square.net.Cable("tap", "eth1", "second", "eth0");
  model::CopySession& again = square.Session("tap");
  again.sources = {square.Source("eth0", true, true)};
  again.targets = {square.ToPort("eth1")};
  model::CopySession& back = square.Session("second");
  back.sources = {square.Source("eth0", true, true)};
  back.targets = {square.ToPort("eth0")};
  EXPECT_THAT(square.Exposed(square.Outcome(), Level::kRead),
              UnorderedElementsAre("a", "b", "d", "tap", "second"));
}

TEST(Copies, LineSystemsBelowTheObservingPortRead) {
  Mirrored square;
  square.MirrorAtB();
  square.Add("mux", model::ElementKind::kLineSystem);
  square.AddCircuit("fibre", {"b", "mon", {}}, {"tap", "eth0", {}}, {"mux"});
  const FlowOutcome outcome = square.Outcome();
  EXPECT_THAT(square.diagnostics.items(), IsEmpty());
  EXPECT_THAT(square.Exposed(outcome, Level::kRead),
              UnorderedElementsAre("a", "b", "d", "tap", "mux", "fibre"));
}

TEST(Copies, AMirrorNeverTakesAReaderAway) {
  std::mt19937 random(7);
  Mirrored plain;
  plain.Build();
  for (int round = 0; round < 60; ++round) {
    Mirrored mirrored;
    const std::string nodes[] = {"a", "b", "c", "d"};
    for (std::size_t count = 1 + random() % 3; count > 0; --count) {
      const std::string node = nodes[random() % 4];
      model::CopySession& session =
          mirrored.Session(node, random() % 2 == 0 ? CopiedWhat::kPackets : CopiedWhat::kRecords);
      for (const std::string& port : nodes)
        session.sources.push_back(mirrored.Source(port, random() % 2 == 0, random() % 2 == 0));
      session.targets = {random() % 2 == 0
                             ? mirrored.ToPort(nodes[random() % 4])
                             : mirrored.ToAddress(random() % 2 == 0 ? "10.255.0.1" : "10.255.0.4")};
    }
    mirrored.Build();
    ASSERT_EQ(plain.world.failures.size(), mirrored.world.failures.size());
    for (std::uint32_t unit = 0; unit <= plain.world.failures.size(); ++unit) {
      const FailureSet failed = unit == 0 ? FailureSet{} : FailureSet{unit - 1};
      const FlowOutcome before = plain.Under(failed);
      const FlowOutcome after = mirrored.Under(failed);
      EXPECT_EQ(before.delivered_all, after.delivered_all);
      EXPECT_EQ(before.path, after.path);
      for (Level level : kLevels) {
        const auto more = mirrored.Exposed(after, level);
        EXPECT_THAT(more, IsSupersetOf(plain.Exposed(before, level)));
        const bool gains = level == Level::kRead || level == Level::kMeta;
        if (gains) continue;
        EXPECT_EQ(more, plain.Exposed(before, level));
      }
    }
  }
}

}  // namespace
}  // namespace ringfence::exposure
