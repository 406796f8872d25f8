// Prefixes that may settle otherwise, in tables of which only rows are made.
//
// Problem: reflectors that are nearer to each other's exits than to their own, or preferences that point at
// each other, leave a prefix with several stable states. Its routes are doubtful then, everywhere. Where that
// alone sent the whole network to rounds of whole tables, ten prefixes of the outside, for which nobody
// asked, made a network of 400 routers ten times as dear, and again under every failure. Idea: several states
// of a prefix are a reason for rounds only where one of them could change what BGP itself rests on. What it
// rests on are the ways to the addresses it asks for, and the routes it brings in; so the prefix may stay
// with the rows, its routes in doubt, when
//   * in no table to which it may come it holds an address that BGP asked the table for, in the state it
//     settled to or in another one that was tried, but where a row of another protocol wins against any
//     distance that BGP may offer: then no way to a next hop or to the end of a session goes by a row that
//     BGP made, whatever that is;
//   * in each table that BGP reads its row of to bring it in, a row of another protocol wins in the same way:
//     then what BGP reads there is no route of BGP in any of the states.
// Why that is sound: let both hold for every such prefix, and take any stable state of the whole network. Its
// tables differ from those that BGP was shown, which have no routes of BGP, in rows of prefixes of BGP only.
// For prefixes of one state the registry has compared (LeavesAllAlone); for the others the two conditions say
// it of whatever their speakers have in that state. So the state is one of BGP over the same ways and the
// same own routes, and each prefix by itself is in one of its stable states there: those of one state are as
// computed, and of the others every speaker's route is offered as ambiguous, and where there is none as a
// route that may be there (OfferRow), as whole tables do. Other protocols take nothing of BGP here, or there
// would be no rows (EnginePlan::by_rows). What was tried last may have asked for addresses that nobody had
// asked for when the ways were compared: where BGP may bring a route to one, all is settled in rounds.
// Prefixes that do not settle at all, or whose search for states was not decided, are taken the same way.
// Cost: a look at the tables that hold such a prefix. Twin: whole tables (registry_other_states_test.cc).

#include <algorithm>

#include "routing/registry_bgp.h"

namespace ringfence::routing {

bool BgpTables::OtherStatesLeaveAllAlone() const {
  if (asked_late_) return false;
  return std::ranges::all_of(several_states_, [this](PrefixIndex prefix) {
    const auto holds = [&](TableId table) { return HoldsAgainstBgp(table, prefix); };
    return AllReadersSay(prefix, holds) && AllAskedSay(prefix, holds);
  });
}

bool BgpTables::HoldsAgainstBgp(TableId table, PrefixIndex prefix) const {
  if (rows_[table.index()] == nullptr || !Speaks(table)) return true;
  const Candidate row = rows_[table.index()]->At(prefix);
  return row.present && !row.phantom && row.distance < plan_.tables[table.index()].bgp_distance_least;
}

}  // namespace ringfence::routing
