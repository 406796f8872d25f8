#include "forwarding/answers.h"

#include <algorithm>

#include "base/sort_unique.h"

namespace ringfence::forwarding {
namespace {

bool Arrives(const Ending& ending) { return ending.disposition == Disposition::kDelivered; }

/// What was done to packets on their way to a step, as the walk back begins with it.
std::vector<Translated> MirroredTo(const WalkGraph& graph, TranslationId last, net::PacketSpace& space) {
  std::vector<Translated> mirrored;
  for (TranslationId id = last; id.valid(); id = graph.translations[id.index()].before)
    mirrored.insert(mirrored.begin(), graph.translations[id.index()]);
  for (std::size_t i = 0; i < mirrored.size(); ++i) {
    Translated& made = mirrored[i];
    made.before = i == 0 ? TranslationId() : TranslationId(i - 1);
    made.parts = Mirror(made.parts);
    made.packets = space.Mirror(made.packets);
  }
  return mirrored;
}

std::vector<Rewritten> RewrittenOn(const std::vector<WalkGraph>& graphs, net::PacketSpace& space) {
  std::vector<Rewritten> all;
  for (const WalkGraph& graph : graphs) {
    for (const Translated& made : graph.translations) {
      const auto known = std::ranges::find_if(
          all, [&made](const Rewritten& one) { return one.node == made.node && one.rule == made.rule; });
      if (known == all.end())
        all.push_back({made.node, made.rule, made.packets});
      else
        known->packets = space.Or(known->packets, made.packets);
    }
  }
  return all;
}

/// How packets of a graph are when they arrive; invalid: as they were sent.
std::vector<TranslationId> ArrivalsOf(const WalkGraph& graph) {
  std::vector<TranslationId> arrivals;
  for (const Ending& ending : graph.endings) {
    if (Arrives(ending)) arrivals.push_back(graph.steps[ending.step.index()].translation);
  }
  if (arrivals.empty()) arrivals.emplace_back();
  base::SortUnique(arrivals);
  return arrivals;
}

/// Sets that long lists leave over are dear to mirror, so nothing is mirrored where this says no.
bool ArrivesTranslated(const WalkGraph& graph) {
  return std::ranges::any_of(graph.endings, [&graph](const Ending& ending) {
    return Arrives(ending) && graph.steps[ending.step.index()].translation.valid();
  });
}

}  // namespace

std::optional<Answers> AnswersTo(const std::vector<WalkGraph>& graphs, net::PacketSpace& space) {
  if (std::ranges::none_of(graphs, ArrivesTranslated)) return std::nullopt;
  Answers answers;
  net::PacketSet untranslated;
  for (const WalkGraph& graph : graphs) {
    for (const TranslationId arrival : ArrivalsOf(graph)) {
      if (!arrival.valid()) {
        untranslated = space.Or(untranslated, space.Mirror(graph.packets));
        continue;
      }
      WalkQuery& query = answers.queries.emplace_back();
      query.packets = space.Mirror(graph.packets);
      query.translated = MirroredTo(graph, arrival, space);
      answers.host = graph.translations[arrival.index()].sample.destination;
    }
  }
  if (!untranslated.empty()) answers.queries.emplace_back().packets = untranslated;
  const std::vector<Rewritten> rewritten = RewrittenOn(graphs, space);
  for (WalkQuery& query : answers.queries) query.rewritten = rewritten;
  return answers;
}

}  // namespace ringfence::forwarding
