#include "study/observed.h"

#include <gtest/gtest.h>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

TEST(Observed, NullIsNotKnown) {
  rules::TinyText text = rules::Tiny();
  text.files["observed/WEST.jsonl"] =
      R"({"node":"West","vrf":"default","prefix":"10.2.0.0/24","protocol":"ospf","next_hop_ip":null,)"
      R"("next_hop_interface":"Gi0/0","resolved":[{"ip":"2001:DB8::1","interface":null}],"metric":null,)"
      R"("admin_distance":110,"labels":[],"tag":null,"next_hop_vrf":null,"ambiguous":false})"
      "\n";
  const base::MemoryFiles files = text.InMemory();
  auto snapshot = LoadSnapshot(files, "net");
  ASSERT_TRUE(snapshot.has_value());
  const ObservedTables tables = ReadObserved(files, "net", **snapshot);
  EXPECT_TRUE((*snapshot)->diagnostics.items().empty());
  ASSERT_EQ(tables.rows.size(), 1U);
  const ObservedRow& row = tables.rows[0];
  EXPECT_EQ(row.node, (*snapshot)->network->FindNode("west"));
  EXPECT_EQ(row.hop, (WayText{"", "Gi0/0"}));
  EXPECT_EQ(row.resolved, (std::vector<WayText>{{"2001:db8::1", ""}}));
  EXPECT_FALSE(row.metric.has_value());
  EXPECT_EQ(row.distance, 110U);
}

TEST(Observed, LongLinesAreRefused) {
  rules::TinyText text = rules::Tiny();
  text.files["observed/west.jsonl"] = std::string(kObservedLineBytesMax + 1, ' ') + "x\n";
  const base::MemoryFiles files = text.InMemory();
  auto snapshot = LoadSnapshot(files, "net");
  ASSERT_TRUE(snapshot.has_value());
  ReadObserved(files, "net", **snapshot);
  EXPECT_EQ(IdsOf(**snapshot), std::vector<std::string>{"line-too-long"});
}

}  // namespace
}  // namespace ringfence::study
