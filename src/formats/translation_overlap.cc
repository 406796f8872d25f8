// Problem: the order in which a system tries its dynamic translations is not told, and a rule without a
// target hands packets to the next line, while in the model it keeps them. Idea: neither matters where no
// packet is translated by two lines, and none that a line exempts by a later one. So compare, for each end,
// moment and way out, the packets that lines translate and exempt, as sets. Cost: one operation on sets for
// each line of a list, each way out of a rule and each pair of lines, within a budget.

#include "formats/translation_overlap.h"

#include <algorithm>
#include <tuple>

#include "net/packet_hull.h"
#include "net/packet_set.h"

namespace ringfence::formats {
namespace {

/// What a line does with packets that leave by one interface.
struct LinePackets {
  std::size_t line = 0;
  net::PacketSet translated, exempt;
};

class OverlapFinder {
 public:
  explicit OverlapFinder(const std::map<std::string, const model::Acl*>& lists) : lists_(lists) {}

  std::vector<bool> Find(const std::vector<std::span<const model::Translation>>& lines) {
    std::vector<bool> shares(lines.size(), false);
    for (std::size_t line = 0; line < lines.size() && !over(); ++line) {
      for (const model::Translation& rule : lines[line]) Add(line, rule);
    }
    for (const auto& [place, packets] : places_) {
      for (std::size_t b = 1; b < packets.size() && !over(); ++b) {
        for (std::size_t a = 0; a < b && !over(); ++a) {
          ++steps_;
          if (Shares(packets[a], packets[b])) shares[packets[a].line] = shares[packets[b].line] = true;
        }
      }
    }
    if (over()) shares.assign(lines.size(), true);
    return shares;
  }

 private:
  using Place = std::tuple<model::PacketEnd, model::TranslationMoment, std::string>;

  bool over() const {
    return list_lines_ > kOverlapListLinesMax || steps_ > kOverlapStepsMax || space_.exhausted();
  }

  /// REQUIRES: the line of `a` stands before that of `b`.
  bool Shares(const LinePackets& a, const LinePackets& b) {
    return space_.Intersects(space_.Or(a.translated, a.exempt), b.translated);
  }

  void Add(std::size_t line, const model::Translation& rule) {
    const net::PacketSet taken = PacketsOf(rule);
    const std::vector<std::string> any = {""};
    for (const std::string& out : rule.moment == model::TranslationMoment::kLeaving ? rule.out : any) {
      ++steps_;
      if (over()) return;
      std::vector<LinePackets>& place = places_[Place{rule.end, rule.moment, out}];
      if (place.empty() || place.back().line != line) place.push_back({.line = line});
      LinePackets& packets = place.back();
      // Earlier rules of the line have decided about the others.
      const net::PacketSet fresh = space_.Minus(taken, space_.Or(packets.translated, packets.exempt));
      net::PacketSet& all = rule.keeps_packets() ? packets.exempt : packets.translated;
      all = space_.Or(all, fresh);
    }
  }

  net::PacketSet PacketsOf(const model::Translation& rule) {
    const net::PacketSet match = space_.Of(rule.match);
    if (rule.acls.empty()) return match;
    net::PacketSet permitted = space_.None();
    for (const std::string& name : rule.acls) permitted = space_.Or(permitted, PermittedBy(name));
    return space_.And(match, permitted);
  }

  net::PacketSet PermittedBy(const std::string& name) {
    const auto [known, is_new] = permitted_.try_emplace(name);
    if (!is_new) return known->second;
    const model::Acl& acl = *lists_.at(name);
    list_lines_ += acl.lines.size();
    if (over()) return space_.None();
    net::PacketSet permitted =
        acl.end_action == model::AclAction::kPermit ? space_.All(acl.family) : space_.None();
    for (auto line = acl.lines.rbegin(); line != acl.lines.rend(); ++line) {
      const net::PacketSet match = space_.Of(line->match);
      permitted = line->action == model::AclAction::kPermit ? space_.Or(permitted, match)
                                                            : space_.Minus(permitted, match);
    }
    return known->second = permitted;
  }

  const std::map<std::string, const model::Acl*>& lists_;
  net::PacketSpace space_{kOverlapNodesMax};
  std::map<std::string, net::PacketSet> permitted_;
  std::map<Place, std::vector<LinePackets>> places_;
  std::size_t list_lines_ = 0, steps_ = 0;
};

}  // namespace

bool MayMeet(const net::HeaderMatch& a, const net::HeaderMatch& b) {
  const auto meet = [](const auto& these, const auto& those) {
    return these.empty() || those.empty() || std::ranges::any_of(these, [&those](const auto& one) {
             return std::ranges::any_of(those, [&one](const auto& other) { return net::Meet(one, other); });
           });
  };
  return meet(a.source, b.source) && meet(a.destination, b.destination) && meet(a.protocol, b.protocol);
}

std::vector<bool> LinesThatShare(const std::vector<std::span<const model::Translation>>& lines,
                                 const std::map<std::string, const model::Acl*>& lists) {
  if (lines.size() < 2) return std::vector<bool>(lines.size(), false);
  return OverlapFinder(lists).Find(lines);
}

}  // namespace ringfence::formats
