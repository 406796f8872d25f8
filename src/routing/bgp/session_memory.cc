// Sessions of a state near a remembered one.
//
// Problem: a failure concerns few sessions, and trying all of them asks four ways of each. Idea: what keeps a
// session up or down are the ways between its ends and the interfaces of its two nodes. The rows that the
// ways follow are written down with the remembered state; under another only sessions are tried again that
// rest on rows that may have changed, or whose ends stand on nodes with other interfaces.
// Twin: Compute (registry_rows_test.cc). Cost: the sessions concerned.

#include "routing/bgp/sessions.h"

namespace ringfence::routing::bgp {
namespace {

/// Writes down which rows answers rest on.
class ReadRows final : public BgpSurroundings {
 public:
  ReadRows(BgpSurroundings& around, SessionMemory& memory) : around_(around), memory_(memory) {}
  void Of(std::uint32_t session) { session_ = session; }
  Resolution Resolve(TableId table, const net::IpAddress& address) override { return Reach(table, address); }
  Resolution Reach(TableId table, const net::IpAddress& address) override {
    const Resolution way = around_.Reach(table, address);
    memory_.known = memory_.known && way.knows_through;
    memory_.readers.Add(table, way.through, session_);
    return way;
  }
  std::span<const TableRoute> RoutesOf(TableId table) override { return around_.RoutesOf(table); }
  std::uint8_t PartOf(model::Endpoint end) override { return around_.PartOf(end); }

 private:
  BgpSurroundings& around_;
  SessionMemory& memory_;
  std::uint32_t session_ = 0;
};

}  // namespace

std::vector<Session> SessionPlan::Compute(BgpSurroundings& around, SessionMemory& memory) const {
  memory = {};
  memory.known = true;
  ReadRows reads(around, memory);
  for (std::uint32_t i = 0; i < pairs_.size(); ++i) {
    reads.Of(i);
    memory.sessions.push_back(Compute(pairs_[i], reads));
    // Whatever else is asked is about interfaces of the two nodes.
    for (const std::uint32_t end : {pairs_[i].a, pairs_[i].b}) {
      if (end != kNone) memory.readers.Add(speakers_[ends_[end].speaker].table, kNoPrefix, i);
    }
  }
  return memory.sessions;
}

std::vector<Session> SessionPlan::Recall(BgpSurroundings& around, SessionMemory& memory) const {
  if (!memory.known || !around.Changed().known) return Compute(around);
  std::vector<Session> sessions = memory.sessions;
  std::vector<std::uint32_t> affected;
  memory.readers.AddAffected(around.Changed(), affected);
  for (const std::uint32_t i : affected) sessions[i] = Compute(pairs_[i], around);
  return sessions;
}

}  // namespace ringfence::routing::bgp
