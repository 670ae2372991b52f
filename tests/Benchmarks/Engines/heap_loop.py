"""What a planner would write instead of a scenario: the people of ten-thousand.yaml, a heap and a dictionary or two.

  python3 heap_loop.py DESKS DAYS     prints the events and the seconds that they took, with a space between
"""
import heapq
import math
import random
import sys
import time

DAY, START, STOP, AUTO_STOP = 86_400, 75, 30, 3_600
SIGN_IN, STARTED, SIGN_OUT, AUTOSTOP, STOPPED = range(5)


def sessions_of(chance, days):
    sessions = []
    for day in range(days):
        if day % 7 >= 5 or chance.random() >= 0.9:
            continue
        at = day * DAY + max(0, int(chance.gauss(8.75 * 3600, 2700)))
        while True:
            to = min(at + int(3 * 3600 * math.exp(chance.gauss(0, 0.54))), (day + 1) * DAY - 1)
            if to <= at:
                break
            sessions.append((at, to))
            at = to + int(75 * 60 * math.exp(chance.gauss(0, 0.68)))
            if len(sessions) % 2 == 0 or chance.random() >= 0.45:
                break
    return sessions


def play(desks, days):
    chance = random.Random(10_000)
    plans = [sessions_of(chance, days) for _ in range(desks)]
    runs, moves, wanted = [False] * desks, [False] * desks, [False] * desks
    idle, since, ran, following = [0] * desks, [0] * desks, [0] * desks, [0] * desks
    queue = [(plan[0][0], desk, SIGN_IN) for desk, plan in enumerate(plans) if plan]
    heapq.heapify(queue)
    events = 0
    while queue:
        now, desk, step = heapq.heappop(queue)
        events += 1
        if step == SIGN_IN:
            wanted[desk] = True
            if not runs[desk] and not moves[desk]:
                moves[desk] = True
                heapq.heappush(queue, (now + START, desk, STARTED))
            heapq.heappush(queue, (plans[desk][following[desk]][1], desk, SIGN_OUT))
            following[desk] += 1
        elif step == STARTED:
            runs[desk], moves[desk], since[desk] = True, False, now
            if not wanted[desk]:
                idle[desk] = now
                heapq.heappush(queue, (now + AUTO_STOP, desk, AUTOSTOP))
        elif step == SIGN_OUT:
            wanted[desk] = False
            if runs[desk]:
                idle[desk] = now
                heapq.heappush(queue, (now + AUTO_STOP, desk, AUTOSTOP))
            if following[desk] < len(plans[desk]):
                heapq.heappush(queue, (plans[desk][following[desk]][0], desk, SIGN_IN))
        elif step == AUTOSTOP:
            if not runs[desk] or wanted[desk] or idle[desk] != now - AUTO_STOP:
                events -= 1
                continue
            runs[desk], moves[desk] = False, True
            ran[desk] += now - since[desk]
            heapq.heappush(queue, (now + STOP, desk, STOPPED))
        else:
            moves[desk] = False
            if wanted[desk]:
                moves[desk] = True
                heapq.heappush(queue, (now + START, desk, STARTED))
    return events


if __name__ == "__main__":
    begun = time.perf_counter()
    played = play(int(sys.argv[1]), int(sys.argv[2]))
    print(played, time.perf_counter() - begun)
