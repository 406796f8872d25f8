#include "forwarding/update_rows.h"

#include <gtest/gtest.h>

namespace ringfence::forwarding::updates {
namespace {

/// Two routers; one action hands on to the other, one lets out.
struct Table {
  ActionTable actions;
  ActionId on, out;
  RowTable rows;

  explicit Table(std::size_t idle_rows_max)
      : on(actions.Add({.routers = {RouterId(1)}, .ports = {}})),
        out(actions.Add({.routers = {}, .ports = {1}})),
        rows(actions, {0, 1}, idle_rows_max) {}
};

TEST(RowTable, ARowIsOneHoweverItIsReached) {
  Table table(0);
  RowTable& rows = table.rows;
  const RowId left = rows.Change(RowTable::kEmpty, RouterId(0), table.on);
  const RowId right = rows.Change(RowTable::kEmpty, RouterId(1), table.out);
  const RowId both = rows.Change(left, RouterId(1), table.out);
  EXPECT_EQ(both, rows.Change(right, RouterId(0), table.on));
  EXPECT_EQ(rows.Change(left, RouterId(0), ActionTable::kNoRule), RowTable::kEmpty);
  EXPECT_TRUE(rows.outcomes(both)[0].SurelyDelivered());
  EXPECT_EQ(rows.judged(), 4U);
  EXPECT_EQ(rows.kept(), 4U);
}

TEST(RowTable, EqualSumsAreNotTakenForEqualRows) {
  Table table(0);
  RowTable& rows = table.rows;
  const ActionId a[] = {table.on, table.on};
  const ActionId b[] = {table.out, table.on};
  const std::uint64_t sum =
      RowTable::SumAfter(rows.sum(RowTable::kEmpty), RouterId(0), ActionTable::kNoRule, table.on);
  const RowId first = rows.Find(a, sum);
  const RowId second = rows.Find(b, sum);
  EXPECT_NE(first, second);
  EXPECT_EQ(first, rows.Find(a, sum));
  EXPECT_EQ(second, rows.Find(b, sum));
  const RowId third = rows.Change(RowTable::kEmpty, RouterId(0), table.on);
  EXPECT_NE(third, first);
  EXPECT_NE(third, second);
  EXPECT_EQ(rows.cell(third, RouterId(1)), ActionTable::kNoRule);
}

TEST(RowTable, IdleRowsComeBackUntilTheirTimeIsOver) {
  Table table(1);
  RowTable& rows = table.rows;
  const RowId left = rows.Change(RowTable::kEmpty, RouterId(0), table.on);
  const RowId right = rows.Change(RowTable::kEmpty, RouterId(1), table.out);
  rows.Release(left);
  rows.Release(right);
  EXPECT_EQ(rows.kept(), 3U);
  rows.Trim();
  EXPECT_EQ(rows.kept(), 2U) << "the older one went";
  EXPECT_EQ(rows.judged(), 3U);
  EXPECT_EQ(rows.Change(RowTable::kEmpty, RouterId(1), table.out), right);
  EXPECT_EQ(rows.judged(), 3U) << "known";
  EXPECT_EQ(rows.Change(RowTable::kEmpty, RouterId(0), table.on), left) << "the same memory";
  EXPECT_EQ(rows.judged(), 4U) << "but judged again";
  rows.Trim();
  EXPECT_EQ(rows.kept(), 3U);
}

TEST(RowTable, CountsTheRowsThatPacketsHave) {
  Table table(0);
  RowTable& rows = table.rows;
  const RowId loop =
      rows.Change(RowTable::kEmpty, RouterId(1), table.on);  // router 1 hands packets to itself
  EXPECT_EQ(rows.any(loop).ends(), Outcome::kLoops | Outcome::kUnrouted);
  rows.Occupy(loop, 2);
  rows.Occupy(RowTable::kEmpty, 1);
  EXPECT_EQ(rows.occupied(), 2U);
  EXPECT_EQ(rows.looping(), 1U);
  rows.Occupy(loop, -1);
  EXPECT_EQ(rows.looping(), 1U);
  rows.Occupy(loop, -1);
  EXPECT_EQ(rows.looping(), 0U);
  EXPECT_EQ(rows.occupied(), 1U);
}

}  // namespace
}  // namespace ringfence::forwarding::updates
