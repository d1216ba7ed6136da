import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type CrewPost, type Order, serveCrew } from '../kernels/crew-jobs.ts'

const port = parentPort
if (port) serveCrew(workerData as CrewPost, () => receiveMessageOnPort(port)?.message as Order)
