// The forwarding table of one node: longest prefix to resolved next hops.
#pragma once

#include <cstdint>
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
  std::uint32_t source = 0;  ///< Route::source
  std::uint32_t first_hop = 0;
  std::uint32_t hop_count = 0;
  const RouteExplainer* explainer = nullptr;  ///< lives as long as the state

  /// Lines that make it what it is. Computed on each call.
  std::vector<base::Span> spans() const;
  /// Nodes whose statements or advertisements it derives from. Computed on each call.
  std::vector<model::NodeId> origins() const;
};

/// Longest-prefix match over one node's entries. Entries keep their address until the next Clear.
class Fib {
 public:
  /// The most specific entry for an address, or nullptr. O(log prefixes of the network + depth).
  const FibEntry* Lookup(const net::IpAddress& address) const;
  /// The entry of exactly this prefix, or nullptr.
  const FibEntry* Find(const net::Prefix& prefix) const;
  /// Resolved next hops; empty for entries that receive.
  std::span<const NextHop> HopsOf(const FibEntry& entry) const {
    return {hops_.data() + entry.first_hop, entry.hop_count};
  }
  /// True when some entry lies strictly inside `prefix`.
  bool HasMoreSpecific(const net::Prefix& prefix) const;
  /// Prefixes of all entries strictly inside `prefix`, ascending.
  std::vector<net::Prefix> MoreSpecific(const net::Prefix& prefix) const;
  /// All entries, ascending by prefix.
  const std::vector<FibEntry>& entries() const { return entries_; }

  /// Empties the table for prefixes of `table`, which must outlive it.
  void Clear(const PrefixTable& table);
  /// Appends an entry. REQUIRES: its prefix is in the table and greater than the last one; capacity was
  /// reserved.
  void Add(const FibEntry& entry, PrefixIndex index, std::span<const NextHop> hops);
  /// The same with the hops of an earlier entry of this table, which the two then share.
  void AddLike(const FibEntry& entry, PrefixIndex index, const FibEntry& earlier);
  /// Makes room so that Add never moves entries.
  void Reserve(std::size_t entry_count);

 private:
  static constexpr std::uint32_t kNoEntry = 0xffffffff;
  const PrefixTable* table_ = nullptr;
  std::vector<std::uint32_t> entry_of_prefix_;
  std::vector<FibEntry> entries_;
  std::vector<NextHop> hops_;
};

}  // namespace ringfence::routing
