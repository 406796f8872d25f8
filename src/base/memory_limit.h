// How much memory the process may take.
#pragma once

#include <cstdint>

namespace ringfence::base {

/// Most bytes the process may hold from now on; 0: what the machine has. Above `short_at` (0: seven eighths
/// of the limit) memory is short. When memory cannot be had, with a limit or without, the process says so on
/// standard error and ends with exit code 2: an answer that lacks a part would be worse than none. Call it
/// before threads begin.
void LimitMemory(std::uint64_t bytes, std::uint64_t short_at = 0);

/// Instead of ending so, the process runs a program once in its place: `arguments`, the program first and
/// null last, which must outlive the process. For those that have written nothing yet.
void OnShortageRun(char* const* arguments);

/// Bytes of the process in memory (proc(5), statm); 0 where the system does not say.
std::uint64_t ResidentBytes();

/// True near the limit: what is only remembered should go. False without a limit. Costs a system call.
bool IsMemoryShort();

/// Gives freed memory back to the system; ends the process as above when more than the limit is still held.
void ReturnMemory();

}  // namespace ringfence::base
