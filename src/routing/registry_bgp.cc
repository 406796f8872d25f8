// BGP and the routing tables need each other: BGP originates what tables hold and resolves next hops through
// them, and tables hold what BGP selects. The registry settles this in rounds: show BGP the tables without
// BGP, compute, select again, and compare what BGP would now see with what it was shown. Only answers that
// BGP really asked for count, so a round that changes nothing it rests on ends the computation.

#include "routing/registry_bgp.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/sort_unique.h"
#include "routing/bgp/recall.h"
#include "routing/bgp/waiting.h"

namespace ringfence::routing {
namespace {

bool SameRoutes(const std::vector<TableRoute>& a, const std::vector<TableRoute>& b) {
  return std::ranges::equal(a, b, [](const TableRoute& x, const TableRoute& y) {
    return x.prefix == y.prefix && x.source == y.source && x.kind == y.kind && x.ambiguous == y.ambiguous &&
           x.possible == y.possible && x.process == y.process && x.metric == y.metric &&
           x.distance == y.distance && x.tag == y.tag && x.next_hop == y.next_hop &&
           std::ranges::equal(x.marks, y.marks) && std::ranges::equal(x.interfaces, y.interfaces);
  });
}

Protocol ProtocolOf(const bgp::BgpEntry& entry) {
  if (entry.origin == bgp::RouteOrigin::kAggregate) return Protocol::kBgpAggregate;
  if (entry.origin == bgp::RouteOrigin::kImported) return entry.evpn ? Protocol::kEvpn : Protocol::kBgpVpn;
  return entry.kind == bgp::PeerKind::kExternal ? Protocol::kEbgp : Protocol::kIbgp;
}

/// A table is offered the entry: to use it, or because the device may have what was refused in doubt.
bool IsOffered(const bgp::BgpEntry& entry) {
  return entry.installable || (entry.hop_count == 0 && entry.ambiguous);
}

/// A route that is not there, but is in another stable state, nobody knows with which distance.
TableOffer AbsentOffer(PrefixIndex prefix) {
  return {prefix,
          {.distance = 0, .protocol = Protocol::kIbgp, .present = true, .ambiguous = true, .phantom = true}};
}

}  // namespace

BgpTables::BgpTables(const EnginePlan& plan, const std::vector<std::uint8_t>& up, bgp::BgpScratch& scratch)
    : plan_(plan),
      up_(up),
      scratch_(scratch),
      views_(plan.tables.size()),
      covers_(plan.bgp.groups().members.size() * plan.prefixes.size(), 0) {}

std::string_view BgpTables::ProcessOf(TableId table, PrefixIndex, const Candidate&) const {
  return plan_.tables[table.index()].bgp_process;
}

AttributesId BgpTables::AttributesOf(TableId table, PrefixIndex, const Candidate& candidate) const {
  return plan_.bgp.TableOf(table, scratch_)->entries[candidate.source].attributes;
}

bool BgpTables::Speaks(TableId table) const { return plan_.bgp.plan().SpeakerOf(table) != bgp::kNone; }

namespace {
const BgpReads kNothing;
}

bool BgpTables::Observe(Selection& selection, bool gives) {
  View& view = views_[selection.table().index()];
  const BgpReads& reads = gives ? plan_.tables[selection.table().index()].bgp_reads : kNothing;
  View next{std::make_unique<Fib>(), std::make_shared<RouteReader>(plan_, selection, reads), {}, !computed()};
  selection.StartFib(nullptr, false, *next.fib);
  next.fib->Complete();
  bool changed = view.fib == nullptr || !SameRoutes(view.routes->routes(), next.routes->routes());
  for (const auto& [address, answer] : view.answers) {
    if (changed) break;
    const bgp::Resolution now = Look(selection.table(), *next.fib, address);
    changed = !(now == answer);
    next.answers.emplace(address, now);
  }
  if (changed) next.answers.clear();
  view = std::move(next);
  return changed;
}

/// Doubt is never taken back: where tables in doubt hide it (a route in doubt may leave nothing to choose
/// from), what was found of certain tables still holds, and doubts that come and go would never rest.
bool BgpTables::LookForOtherStates() {
  const std::size_t before = several_states_.size();
  const std::vector<PrefixIndex> found = plan_.bgp.PrefixesWithOtherStates(*this, scratch_);
  several_states_.insert(several_states_.end(), found.begin(), found.end());
  for (const auto& oscillation : plan_.bgp.OscillationsOf(scratch_))
    several_states_.push_back(oscillation.prefix);
  base::SortUnique(several_states_);
  return several_states_.size() != before;
}

void BgpTables::Compute() {
  covers_are_final_ = asked_late_ = leaves_all_alone_ = false;
  plan_.bgp.Compute(*this, scratch_);
  covers_are_final_ = !rows_.empty();
  ++computations_;
}

/// Whether a router that the entry leads to has told a label for its prefix.
bgp::LabelledWay BgpTables::LabelsOf(TableId table, const Fib& fib, const FibEntry& entry,
                                     const net::IpAddress& next_hop) {
  if (!plan_.tables[table.index()].demands_labels) return bgp::LabelledWay::kNo;
  const model::NodeId node = plan_.network.tables()[table.index()].node;
  // Labels are below a labelled route as far as the route itself is certain.
  if (IsBgp(entry.protocol))
    return OffersLabelled(table, plan_.prefixes.Find(entry.prefix)) ? bgp::LabelledWay::kYes
                                                                    : bgp::LabelledWay::kNo;
  const Node& device = plan_.network.nodes()[node.index()];
  bool maybe = entry.protocol <= Protocol::kLocal || device.open_forwarding ||
               !device.config.sr.steering.empty();  // a way by its colour may be there, or not
  // A typed path to the next hop, and the route is a shorter one: systems may take the path all the same.
  const net::Prefix host = net::Prefix::Host(next_hop);
  maybe = maybe || (entry.prefix != host && !plan_.static_lsps.BeginningAt(node, host).empty());
  const TeWays::Served served = labels_->ServedTo(node, next_hop);
  if (served == TeWays::Served::kAll) return bgp::LabelledWay::kYes;
  maybe = maybe || served == TeWays::Served::kSome;
  for (const NextHop& hop : fib.HopsOf(entry)) {
    maybe = maybe || hop.push.valid();
    const bgp::LabelledWay told = labels_->ToldOver(entry, hop);
    if (told == bgp::LabelledWay::kYes) return told;
    maybe = maybe || told == bgp::LabelledWay::kMaybe;
  }
  return maybe ? bgp::LabelledWay::kMaybe : bgp::LabelledWay::kNo;
}

bgp::Resolution BgpTables::Look(TableId table, const Fib& fib, const net::IpAddress& address) {
  bgp::Resolution found;
  const FibEntry* entry = fib.Lookup(address);
  if (entry == nullptr) return found;
  found.reachable = true;
  found.by_default = entry->prefix.length == 0;
  found.ambiguous = entry->ambiguous;
  found.connected = entry->protocol <= Protocol::kLocal;
  const bool own_metric = found.connected || entry->protocol == Protocol::kStatic;
  found.metric = own_metric ? 0 : entry->metric;
  if (entry->receive) {
    const connected::ConnectedRoute& own = plan_.tables[table.index()].connected[entry->source];
    found.interface = own.interface;
    return found;
  }
  const std::span<const NextHop> hops = fib.HopsOf(*entry);
  found.reachable = !hops.empty();
  found.labelled = LabelsOf(table, fib, *entry, address);
  if (hops.empty()) return found;
  found.discard = hops[0].discard;
  found.interface = hops[0].interface;
  found.gateway = hops[0].gateway;
  return found;
}

/// As Look does, without an entry of a forwarding table but where labels are asked for.
bgp::Resolution BgpTables::LookByRows(TableId table, const net::IpAddress& address, bool with_labels) {
  bgp::Resolution found;
  if (rows_[table.index()] == nullptr) return found;
  const Selection& rows = *rows_[table.index()];
  const TablePlan& plan = plan_.tables[table.index()];
  const PrefixIndex longest = plan_.prefixes.Longest(address);
  const std::uint32_t group = GroupOf(table);
  const bool known =
      leaves_all_alone_ && longest != kNoPrefix && covers_[CoverPlace(group, longest)] == kAsked;
  const bool late = covers_are_final_ && !known;
  if (!covers_are_final_) MarkIn(covers_, group, longest);
  const connected::ConnectedRoute* own = longest == kNoPrefix ? nullptr : plan.OwnAddress(longest, up_);
  const PrefixIndex through = own != nullptr ? longest : rows.FirstPresent(longest);
  found.through = through;
  const bool looks_for_labels = with_labels && plan.demands_labels;
  found.knows_through = !looks_for_labels;  // they hang on rows of other tables too
  for (PrefixIndex i = longest; late && i != through; i = plan_.prefixes.parent(i))
    found.may_be_bgp = found.may_be_bgp || MayBring(group, i);
  asked_late_ = asked_late_ || found.may_be_bgp;
  if (through == kNoPrefix) return found;
  found.reachable = true;
  found.by_default = plan_.prefixes[through].length == 0;
  if (own != nullptr) {
    found.connected = true;
    found.interface = own->interface;
    return found;
  }
  const Candidate row = rows.At(through);
  found.ambiguous = rows.IsShaky(through);
  found.connected = row.protocol <= Protocol::kLocal;
  found.metric = found.connected || row.protocol == Protocol::kStatic ? 0 : row.metric;
  if (looks_for_labels) {
    const Fib& fib = fibs_->FibOf(table);
    found.labelled = LabelsOf(table, fib, *fib.Find(plan_.prefixes[through]), address);
  }
  hops_.clear();
  rows.HopsOf(through, hops_);
  found.reachable = !hops_.empty();
  if (hops_.empty()) return found;
  found.discard = hops_[0].discard;
  found.interface = hops_[0].interface;
  found.gateway = hops_[0].gateway;
  return found;
}

bgp::Resolution BgpTables::Resolve(TableId table, const net::IpAddress& address) {
  if (!rows_.empty()) return LookByRows(table, address, true);
  View& view = views_[table.index()];
  if (view.fib == nullptr) return {};
  const auto [known, added] = view.answers.try_emplace(address);
  if (!added) return known->second;
  known->second = Look(table, *view.fib, address);
  MarkIn(covers_, GroupOf(table), plan_.prefixes.Longest(address));
  return known->second;
}

bgp::Resolution BgpTables::Reach(TableId table, const net::IpAddress& address) {
  return rows_.empty() ? Resolve(table, address) : LookByRows(table, address, false);
}

/// What holds a prefix that is marked is marked itself.
void BgpTables::MarkIn(std::vector<std::uint8_t>& covers, std::uint32_t group, PrefixIndex longest) const {
  if (longest == kNoPrefix) return;
  const bool known = covers[CoverPlace(group, longest)] != kNone;
  covers[CoverPlace(group, longest)] = kAsked;
  if (known) return;
  for (PrefixIndex i = plan_.prefixes.parent(longest);
       i != kNoPrefix && covers[CoverPlace(group, i)] == kNone; i = plan_.prefixes.parent(i))
    covers[CoverPlace(group, i)] = kHolds;
}

std::vector<std::uint8_t> BgpTables::CoversOfMemory() const {
  std::vector<std::uint8_t> covers = covers_;
  for (const bgp::Recall& recall : scratch_.recalls->of_family) {
    recall.ForEachQuestion([&](TableId table, AddressId address) {
      MarkIn(covers, GroupOf(table), plan_.prefixes.Longest(scratch_.pool[address]));
    });
  }
  return covers;
}

bool BgpTables::AnswersThrough(TableId table, PrefixIndex prefix) const {
  const Selection* rows = rows_[table.index()];
  if (rows == nullptr) return false;
  const std::uint32_t group = GroupOf(table);
  if (covers_[CoverPlace(group, prefix)] == kAsked) return true;
  const PrefixTable::Range inside = plan_.prefixes.Inside(plan_.prefixes[prefix]);
  for (PrefixIndex asked = inside.first; asked < inside.last; ++asked) {
    if (covers_[CoverPlace(group, asked)] != kAsked) continue;
    PrefixIndex i = asked;
    while (i != prefix && !rows->Has(i)) i = plan_.prefixes.parent(i);
    if (i == prefix) return true;
  }
  return false;
}

bool BgpTables::MayBring(std::uint32_t group, PrefixIndex prefix) const {
  const bgp::SpeakerGroups& groups = plan_.bgp.groups();
  return plan_.bgp.IsBrought(groups.bringing[groups.members[group].front()], prefix, scratch_);
}

void BgpTables::ReadByRows(std::vector<const Selection*> rows, ChangedRows changed,
                           const RowsRead& remembered) {
  rows_ = std::move(rows);
  changed_ = std::move(changed);
  if (!remembered.covers.empty()) covers_ = remembered.covers;
  remembered_ = remembered.routes;
}

RowsRead BgpTables::Read() const {
  RowsRead read{covers_, {}};
  for (const View& view : views_) read.routes.push_back(view.routes);
  return read;
}

bool BgpTables::MayGiveOther(TableId table) const {
  if (!changed_.known || remembered_.empty() || remembered_[table.index()] == nullptr) return true;
  if (std::ranges::binary_search(changed_.whole, table)) return true;
  using Row = std::pair<TableId, PrefixIndex>;
  const std::vector<PrefixIndex>& read = plan_.tables[table.index()].bgp_reads.prefixes;
  return std::ranges::any_of(
      std::ranges::equal_range(changed_.rows, table, {}, &Row::first),
      [&read](const Row& row) { return std::ranges::binary_search(read, row.second); });
}

std::span<const TableRoute> BgpTables::RoutesOf(TableId table) {
  View& view = views_[table.index()];
  if (!rows_.empty() && rows_[table.index()] != nullptr && view.routes == nullptr) {
    const BgpReads& reads = plan_.tables[table.index()].bgp_reads;
    view.routes = MayGiveOther(table) ? std::make_shared<RouteReader>(plan_, *rows_[table.index()], reads)
                                      : remembered_[table.index()];
  }
  return view.routes == nullptr ? std::span<const TableRoute>() : view.routes->routes();
}

bool BgpTables::LeavesAlone(TableId table) const {
  const View& view = views_[table.index()];
  if (!view.without_bgp || plan_.tables[table.index()].demands_labels || unstable_ ||
      !several_states_.empty())
    return false;
  const bgp::BgpTable* routes = plan_.bgp.TableOf(table, scratch_);
  return routes == nullptr || std::ranges::none_of(routes->entries, [&](const bgp::BgpEntry& entry) {
           return IsOffered(entry) && (Covers(GroupOf(table), entry.prefix) || view.fib->Has(entry.prefix));
         });
}

bool BgpTables::LeavesAlone(TableId table, PrefixIndex prefix) const {
  if (HoldsAgainstBgp(table, prefix)) return true;
  const bgp::BgpEntry* entry = plan_.bgp.EntryOf(table, prefix, scratch_);
  return entry == nullptr || !IsOffered(*entry);
}

bool BgpTables::LeavesAllAlone() {
  leaves_all_alone_ = LeavesAllAsked();
  return leaves_all_alone_;
}

bool BgpTables::LeavesAllAsked() const {
  for (std::size_t f = 0; f < scratch_.families.size(); ++f) {
    const bgp::FamilyState& state = scratch_.families[f];
    for (PrefixIndex prefix = 0; prefix < state.results.size(); ++prefix) {
      const bool waits = scratch_.waiting[f] != nullptr && scratch_.waiting[f]->waits[prefix] != 0;
      if (!waits && !state.ResultOf(prefix).present) continue;
      const auto alone = [&](TableId table) { return LeavesAlone(table, prefix); };
      if (!AllReadersSay(prefix, alone) || !AllAskedSay(prefix, alone)) return false;
    }
  }
  return scratch_.found_open.empty();
}

bool BgpTables::LeadsToNoHop() const {
  const auto groups = static_cast<std::uint32_t>(plan_.bgp.groups().members.size());
  for (PrefixIndex prefix = 0; prefix < plan_.prefixes.size(); ++prefix) {
    for (std::uint32_t group = 0; group < groups; ++group) {
      if (Covers(group, prefix) && MayBring(group, prefix)) return false;
    }
  }
  return true;
}

std::uint8_t BgpTables::PartOf(model::Endpoint end) { return up_[plan_.network.SlotOf(end)]; }

void BgpTables::Offer(TableId table, std::vector<TableOffer>& offers) {
  if (!computed() || !Speaks(table)) return;
  if (!rows_.empty()) {
    plan_.bgp.SettleAllWaiting(scratch_);
    for (const PrefixIndex prefix : PrefixesOfRows()) OfferRow(table, prefix, offers);
    return;
  }
  const bgp::BgpTable& routes = *plan_.bgp.TableOf(table, scratch_);
  for (std::uint32_t i = 0; i < routes.entries.size(); ++i) OfferEntry(routes.entries[i], i, offers);
  // In another stable state the speaker may have a route that it lacks in this one.
  for (const PrefixIndex prefix : several_states_) {
    const auto entry = std::ranges::lower_bound(routes.entries, prefix, {}, &bgp::BgpEntry::prefix);
    const bool absent = entry == routes.entries.end() || entry->prefix != prefix;
    if (absent && MayBring(GroupOf(table), prefix)) offers.push_back(AbsentOffer(prefix));
  }
}

/// Looked for once for all tables, as most prefixes of a network may be none of BGP.
const std::vector<PrefixIndex>& BgpTables::PrefixesOfRows() {
  const auto state = std::tuple(computations_, several_states_.size(), scratch_.found_open.size());
  if (std::exchange(rows_of_, state) == state) return prefixes_of_rows_;
  prefixes_of_rows_.clear();
  for (PrefixIndex prefix = 0; prefix < plan_.prefixes.size(); ++prefix) {
    const bool may_be = borrowed_ != nullptr || HasSeveralStates(prefix) ||
                        std::ranges::any_of(scratch_.families, [prefix](const bgp::FamilyState& state_of) {
                          return state_of.ResultOf(prefix).present;
                        });
    if (may_be) prefixes_of_rows_.push_back(prefix);
  }
  return prefixes_of_rows_;
}

void BgpTables::Borrow(BorrowedRoutes& routes, bool& fails) {
  borrowed_ = &routes;
  borrowing_fails_ = &fails;
  several_states_ = routes.several_states();
  computations_ = 1;
}

void BgpTables::OfferRow(TableId table, PrefixIndex prefix, std::vector<TableOffer>& offers) {
  if (!computed() || !Speaks(table)) return;
  if (borrowed_ != nullptr) {
    const BorrowedRoutes::Route route = borrowed_->Of(table, prefix);
    *borrowing_fails_ |= route == BorrowedRoutes::Route::kOpen;
    if (route != BorrowedRoutes::Route::kAsKept) return;
  }
  const bgp::BgpEntry* entry = plan_.bgp.EntryOf(table, prefix, scratch_);
  const bgp::BgpTable& routes = *plan_.bgp.TableOf(table, scratch_);
  if (entry != nullptr)
    return OfferEntry(*entry, static_cast<std::uint32_t>(entry - routes.entries.data()), offers);
  if (HasSeveralStates(prefix) && MayBring(GroupOf(table), prefix)) offers.push_back(AbsentOffer(prefix));
}

bool BgpTables::HasSeveralStates(PrefixIndex prefix) const {
  return std::ranges::binary_search(several_states_, prefix) ||
         std::ranges::binary_search(scratch_.found_open, prefix);
}

void BgpTables::OfferEntry(const bgp::BgpEntry& entry, std::uint32_t place,
                           std::vector<TableOffer>& offers) const {
  if (!IsOffered(entry)) return;
  if (!entry.installable) {
    offers.push_back({entry.prefix,
                      {.distance = entry.distance,
                       .protocol = ProtocolOf(entry),
                       .present = true,
                       .ambiguous = true,
                       .source = place,
                       .phantom = true}});
    return;
  }
  const bool several = HasSeveralStates(entry.prefix);
  offers.push_back({entry.prefix,
                    {entry.distance, entry.med, ProtocolOf(entry), true,
                     entry.ambiguous || entry.unstable || unstable_ || several, place}});
  // In another state an external route may stand here, which beats what beats this one.
  if ((several || entry.unstable) && entry.kind != bgp::PeerKind::kExternal &&
      entry.kind != bgp::PeerKind::kLocal)
    offers.push_back(AbsentOffer(entry.prefix));
}

void BgpTables::HopsOf(TableId table, PrefixIndex, const Candidate& candidate,
                       std::vector<ProtocolHop>& hops) {
  const bgp::BgpTable& routes = *plan_.bgp.TableOf(table, scratch_);
  const bgp::BgpEntry& entry = routes.entries[candidate.source];
  for (std::uint32_t h = 0; h < entry.hop_count; ++h) {
    const bgp::BgpHop& hop = routes.hops[entry.first_hop + h];
    hops.push_back({hop.next_hop, hop.interface, hop.discard, hop.lookup, hop.labelled, hop.label});
  }
}

PrefixIndex BgpTables::HopsThrough(TableId table, const net::IpAddress& gateway, std::vector<NextHop>& hops) {
  const bool runs = rows_.empty() || rows_[table.index()] != nullptr;
  const Fib* fib = rows_.empty() ? views_[table.index()].fib.get() : runs ? &fibs_->FibOf(table) : nullptr;
  const FibEntry* entry = fib == nullptr ? nullptr : fib->Lookup(gateway);
  if (entry == nullptr) return kNoPrefix;
  for (NextHop hop : fib->HopsOf(*entry)) {
    if (!hop.gateway && !hop.discard) hop.gateway = gateway;
    hops.push_back(hop);
  }
  // On a subnet of its own the way has no label that stands for a prefix.
  return entry->protocol <= Protocol::kLocal ? kNoPrefix : plan_.prefixes.Find(entry->prefix);
}

/// Equal sets of hops of a table stand in one place.
ShareKey BgpTables::ShareKeyOf(TableId table, PrefixIndex, const Candidate& candidate) const {
  const bgp::BgpEntry& entry = plan_.bgp.TableOf(table, scratch_)->entries[candidate.source];
  if (entry.hop_count == 0) return {};
  return {(std::uint64_t{entry.first_hop} << 32U | entry.hop_count), ~std::uint64_t{0}};
}

std::optional<OspfOrigin> BgpTables::OriginOf(TableId table, PrefixIndex, const Candidate& candidate) {
  if (candidate.protocol != Protocol::kBgpVpn) return std::nullopt;
  const bgp::BgpEntry& entry = plan_.bgp.TableOf(table, scratch_)->entries[candidate.source];
  OspfOrigin origin = OspfOriginOf(scratch_.pool.TextOf(scratch_.pool[entry.attributes].extended));
  // Of a route from another table of the device systems do not tell where they have its kind from.
  const std::span<const bgp::BgpHop> hops(plan_.bgp.TableOf(table, scratch_)->hops);
  for (const bgp::BgpHop& hop : hops.subspan(entry.first_hop, entry.hop_count))
    origin.domain_known = origin.domain_known && hop.labelled;
  return origin;
}

Candidate BgpTables::Find(TableId table, PrefixIndex prefix) const {
  const bgp::BgpEntry* entry = computed() ? plan_.bgp.EntryOf(table, prefix, scratch_) : nullptr;
  if (entry == nullptr || !entry->installable) return {};
  const bgp::BgpTable& routes = *plan_.bgp.TableOf(table, scratch_);
  return {.distance = entry->distance,
          .metric = entry->med,
          .protocol = ProtocolOf(*entry),
          .present = true,
          .ambiguous = entry->ambiguous || entry->unstable || unstable_,
          .source = static_cast<std::uint32_t>(entry - routes.entries.data())};
}

bool BgpTables::OffersLabelled(TableId table, PrefixIndex prefix) const {
  if (!rows_.empty()) return false;
  const Candidate candidate = Find(table, prefix);
  if (!candidate.present) return false;
  const bgp::BgpTable& routes = *plan_.bgp.TableOf(table, scratch_);
  const bgp::BgpEntry& entry = routes.entries[candidate.source];
  const auto first = routes.hops.begin() + entry.first_hop;
  return std::any_of(first, first + entry.hop_count,
                     [](const bgp::BgpHop& hop) { return hop.labelled && !hop.lookup.valid(); });
}

std::optional<std::uint32_t> BgpTables::TagOf(TableId table, PrefixIndex, const Candidate& candidate) {
  const std::uint32_t tag = plan_.bgp.TableOf(table, scratch_)->entries[candidate.source].tag;
  return tag == 0 ? std::nullopt : std::optional(tag);
}

void BgpTables::Explain(TableId table, PrefixIndex prefix, const Candidate&, RouteReason& reason) {
  // Ways are those of this state, whosever the routes are.
  if (borrowed_ != nullptr) scratch_.resolutions.swap(own_resolutions_);
  const bgp::BgpExplanation explanation = plan_.bgp.Explain(table, prefix, *this, scratch_);
  if (borrowed_ != nullptr) scratch_.resolutions.swap(own_resolutions_);
  reason.spans.insert(explanation.spans.begin(), explanation.spans.end());
  reason.origins.insert(explanation.origins.begin(), explanation.origins.end());
  // Each speaker on the way could have chosen otherwise.
  reason.origins.insert(explanation.path.begin(), explanation.path.end());
}

}  // namespace ringfence::routing
