# Two images from one build: `broker` (the default) and `emulator`, the DingTalk to test against.
#   docker build -t dingtalk-token-broker .
#   docker build -t dingtalk-emulator --target emulator .

FROM node:lts-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/admin-ui/package.json apps/admin-ui/

FROM manifests AS build
RUN npm ci
COPY . .
RUN npm run build

# What the server needs to run: no development tools, no embedded PostgreSQL, and of the admin UI only its bundle.
FROM manifests AS production-dependencies
RUN npm ci --omit=dev --omit=optional --workspaces=false

FROM node:lts-slim AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY --from=production-dependencies /app/node_modules node_modules
USER node

FROM runtime AS emulator
COPY --from=build /app/dist/programs/dingtalk-emulator dist/programs/dingtalk-emulator
ENV EMULATOR_HOST=0.0.0.0 EMULATOR_PORT=8090
EXPOSE 8090
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.EMULATOR_PORT}/`).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/programs/dingtalk-emulator/main.js"]

FROM runtime AS broker
COPY --from=build /app/dist/programs/broker dist/programs/broker
COPY --from=build /app/dist/admin-ui dist/admin-ui
COPY --from=build /app/dist/in-client dist/in-client
ENV HOST=0.0.0.0 HTTP_PORT=8080 GRPC_PORT=50051
EXPOSE 8080 50051
# With TLS it may ask for a certificate that this check has not: then a connection has to do.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "process.env.TLS_CERT_FILE ? require('net').connect(process.env.HTTP_PORT, '127.0.0.1', () => process.exit(0)).on('error', () => process.exit(1)) : fetch(`http://127.0.0.1:${process.env.HTTP_PORT}/healthz`).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/programs/broker/main.js"]
