// The forwarding table of one node: longest prefix to resolved next hops.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "base/source.h"
#include "model/device.h"
#include "routing/prefix_table.h"
#include "routing/rib.h"
#include "routing/route.h"
#include "routing/table_id.h"

namespace ringfence::routing {

struct FibEntry;

/// Tells why an entry exists. Implemented by the engine that made the table.
class RouteExplainer {
 public:
  virtual ~RouteExplainer() = default;
  /// Configuration lines that make the entry what it is, in order, each once.
  virtual std::vector<base::Span> SpansOf(const FibEntry& entry) const = 0;
  /// Nodes whose statements or advertisements the entry derives from, ascending, each once.
  virtual std::vector<model::NodeId> OriginsOf(const FibEntry& entry) const = 0;
};

/// What happens to packets whose longest match is `prefix`.
struct FibEntry {
  net::Prefix prefix;
  TableId table;
  model::NodeId node;  ///< the node whose table it is
  Protocol protocol = Protocol::kConnected;
  bool ambiguous = false;  ///< all equal paths are listed; the device uses some of them by its own choice
  bool receive = false;    ///< an address of the node itself
  std::uint32_t metric = 0;
  std::uint32_t source = 0;                   ///< Route::source
  std::uint32_t hop_set = 0;                  ///< which hops of its table; Fib::HopsOf
  const RouteExplainer* explainer = nullptr;  ///< lives as long as the state

  /// Lines that make it what it is. Computed on each call.
  std::vector<base::Span> spans() const;
  /// Nodes whose statements or advertisements it derives from. Computed on each call.
  std::vector<model::NodeId> origins() const;
};

/// The hops of a table's entries. Sets never move, and entries with the same hops share one.
using HopSets = std::deque<std::vector<NextHop>>;

/// Knows the entries of a table before they are made.
class FibSource {
 public:
  virtual ~FibSource() = default;
  /// The entry of a prefix that has one. Its hops are one of `sets`, to which they are appended when new.
  virtual FibEntry MakeEntry(PrefixIndex prefix, HopSets& sets) const = 0;
};

/// The same, for a table of which not even the prefixes are known before somebody asks.
class OpenFibSource : public FibSource {
 public:
  /// True when the prefix has an entry.
  virtual bool Has(PrefixIndex prefix) const = 0;
};

/// Longest-prefix match over one node's entries. A walk asks for a handful of the thousands of entries a
/// table has, so each is made when it is first asked for; the methods are const all the same, and confined to
/// the thread of the table's owner. Entries and hops keep their address until the next Begin.
class Fib {
 public:
  /// The most specific entry for an address, or nullptr. O(log prefixes of the network + depth).
  const FibEntry* Lookup(const net::IpAddress& address) const;
  /// True when there is an entry of exactly this prefix.
  bool Has(PrefixIndex prefix) const {
    return open_ != nullptr ? open_->Has(prefix) : std::ranges::binary_search(prefixes_, prefix);
  }
  /// The entry of exactly this prefix, or nullptr.
  const FibEntry* Find(const net::Prefix& prefix) const;
  /// Resolved next hops; empty for entries that receive.
  std::span<const NextHop> HopsOf(const FibEntry& entry) const { return hop_sets_[entry.hop_set]; }
  /// True when some entry lies strictly inside `prefix`.
  bool HasMoreSpecific(const net::Prefix& prefix) const;
  /// Prefixes of all entries strictly inside `prefix`, ascending.
  std::vector<net::Prefix> MoreSpecific(const net::Prefix& prefix) const;

  /// Empties the table, then expects entries of these prefixes from `source`, ascending and each once.
  /// `table` and `source` must outlive its use.
  void Begin(const PrefixTable& table, const FibSource* source, std::span<const PrefixIndex> prefixes);
  /// Empties the table, then asks `source` which prefixes have entries. Both must outlive its use.
  void Begin(const PrefixTable& table, const OpenFibSource& source);
  /// Makes all entries now; the source is not asked again. Returns how many there are. REQUIRES: not open.
  std::size_t Complete();

 private:
  static constexpr std::uint32_t kNotMade = 0xffffffff;
  /// The place of the first prefix that is not less.
  std::size_t PlaceOf(PrefixIndex prefix) const;
  /// The entry of this prefix, or nullptr.
  const FibEntry* At(PrefixIndex prefix) const;
  const FibEntry* EntryAt(std::size_t place) const;

  const PrefixTable* table_ = nullptr;
  const FibSource* source_ = nullptr;
  const OpenFibSource* open_ = nullptr;  ///< `source_`, while it is asked which prefixes have entries
  /// That have an entry, ascending; while it is open those whose entries were made.
  mutable std::vector<PrefixIndex> prefixes_;
  mutable std::vector<std::uint32_t> entry_of_;  ///< by place in `prefixes_`
  mutable std::deque<FibEntry> entries_;
  mutable HopSets hop_sets_;
};

}  // namespace ringfence::routing
